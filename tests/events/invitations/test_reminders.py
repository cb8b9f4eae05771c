"""Those who have not answered are written to again; those who have, or were just written to, are left in peace."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contacts.mailings import services as mailings
from events.days.models import Day
from events.invitations import services
from events.invitations.enums import InvitationState
from events.invitations.exceptions import NoAnswerTaken, NobodySilent
from events.invitations.models import Invitation
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from tests.factories.registration import HOUSE, GuestFactory, OpenDayFactory, guest_actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LONG_AGO = timedelta(days=10)


def invited(day: Day, *, ago: timedelta = LONG_AGO, state: str = InvitationState.SENT) -> Invitation:
    return Invitation.objects.create(day=day, person=GuestFactory(), state=state, sent_at=timezone.now() - ago)


def test_a_reminder_goes_to_the_silent_alone() -> None:
    day = OpenDayFactory()
    silent, lately = invited(day), invited(day, ago=timedelta(days=1))
    for state in (InvitationState.REGISTERED, InvitationState.DECLINED, InvitationState.PREPARED):
        invited(day, state=state)
    invited(OpenDayFactory())
    selection = mailings.select(services.remind(day=day, by=HOUSE))
    assert selection.chosen == [silent.person]
    assert [(each.person, each.reason) for each in selection.left_out] == [(lately.person, "a reçu un message il y a moins de trois jours")]


def test_preparing_twice_is_one_draft_and_after_it_left_nobody_is_written_to_again() -> None:
    day = OpenDayFactory()
    invited(day)
    mailing = services.remind(day=day, by=HOUSE)
    assert services.remind(day=day, by=HOUSE).pk == mailing.pk
    mailings.send(mailing=mailing, expected=1, by=HOUSE)
    assert mailings.select(services.remind(day=day, by=HOUSE)).chosen == []


def test_who_answers_before_it_leaves_gets_nothing() -> None:
    day = OpenDayFactory()
    invitation, kept = invited(day), invited(day)
    mailings.send(mailing=services.remind(day=day, by=HOUSE), expected=2, by=HOUSE)
    services.decline(day=day, person=invitation.person, by=guest_actor(day, invitation.person))
    rows = {row.about.person: row for row in OutboxEmail.objects.filter(message="mailing")}
    written = write(find("mailing").write(rows[kept.person]), message_id="<1@example.org>", dated_at=timezone.now())
    assert "Votre réponse nous aiderait" in written.text
    with pytest.raises(CauseGone, match="déjà répondu"):
        find("mailing").write(rows[invitation.person])


def test_a_reminder_needs_silence_and_open_registrations() -> None:
    day = OpenDayFactory()
    with pytest.raises(NobodySilent):
        services.remind(day=day, by=HOUSE)
    invited(day)
    Day.objects.filter(pk=day.pk).update(state="closed")
    with pytest.raises(NoAnswerTaken):
        services.remind(day=day, by=HOUSE)


def test_the_page_offers_it_only_when_somebody_is_silent(team: Any) -> None:
    day = OpenDayFactory()
    page = f"/bureau/journees/{day.slug}/invitations/"
    assert "Relancer" not in team.get(page).content.decode()
    invited(day), invited(day)
    assert "Relancer 2 personnes sans réponse" in team.get(page).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    answer = team.post(f"{page}relancer/")
    assert answer.status_code == 302
    assert "Viendrez-vous" in team.get(answer["Location"]).content.decode()

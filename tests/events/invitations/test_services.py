"""Who is invited, what leaves, what is answered."""

from typing import Any

import pytest
from django.utils import timezone

from contacts.directory.models import EmailAddress
from contacts.mailings import services as mailings
from contacts.segments.models import ContactList, ListMember
from events.days.models import Day
from events.invitations import services
from events.invitations.enums import INVITATION_PASSAGES, InvitationState
from events.invitations.exceptions import DayOver, NobodyNew, PassageRefused
from events.invitations.models import Invitation
from events.invitations.tasks import follow_mails
from events.registration import services as registrations
from labo_ess.links.services import opened
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from tests.factories.registration import HOUSE, GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def invited(day: Day, n: int = 1) -> Any:
    return services.invite(day=day, persons=[GuestFactory() for _ in range(n)], by=HOUSE)


def states() -> list[str]:
    return list(Invitation.objects.order_by("pk").values_list("state", flat=True))


def test_inviting_prepares_and_sends_nothing() -> None:
    mailing = invited(OpenDayFactory(headline="Coopérer"), 2)
    assert (states(), OutboxEmail.objects.count(), mailing.subject) == (["prepared", "prepared"], 0, "Invitation : Coopérer, {date}")


def test_the_same_person_twice_is_one_invitation() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    services.invite(day=day, persons=[guest, guest], by=HOUSE)
    with pytest.raises(NobodyNew):
        services.invite(day=day, persons=[guest], by=HOUSE)
    assert Invitation.objects.count() == 1


def test_two_rounds_share_the_draft() -> None:
    day = OpenDayFactory()
    assert invited(day).pk == invited(day).pk


def test_nobody_is_invited_to_the_past() -> None:
    with pytest.raises(DayOver):
        invited(OpenDayFactory(state="past"))


def test_who_already_answered_or_was_invited_is_left_out_with_a_reason() -> None:
    day = OpenDayFactory()
    guests = [GuestFactory() for _ in range(4)]
    chosen = ContactList.objects.create(name="Élu·e·s")
    ListMember.objects.bulk_create([ListMember(contact_list=chosen, person=guest) for guest in guests])
    mailings.send(mailing=services.invite(day=day, persons=guests[:1], by=HOUSE), expected=1, by=HOUSE)
    mailing = services.invite(day=day, persons=guests, by=HOUSE, contact_list=chosen)
    registrations.register(day=day, person=guests[1], by=HOUSE)
    EmailAddress.objects.filter(person=guests[2]).update(state="bounced")
    selection = mailings.select(mailing)
    assert (selection.chosen, dict(selection.reasons())) == ([guests[3]], {"déjà invité·e": 1, "déjà inscrit·e": 1, "adresse rejetée": 1})


def test_the_link_of_the_mail_is_the_persons_own_and_hidden_in_a_preview() -> None:
    day = OpenDayFactory()
    mailing = invited(day)
    guest = Invitation.objects.get().person
    from contacts.mailings.emails import HIDDEN_LINK, preview

    assert HIDDEN_LINK in preview(mailing, guest).text
    mailings.send(mailing=mailing, expected=1, by=HOUSE)
    text = write(find("mailing").write(OutboxEmail.objects.get()), message_id="<1@example.org>", dated_at=timezone.now()).text
    link = opened(text.split("/l/")[1].split("/")[0])
    assert link is not None
    assert (link.target, link.holder) == (day, guest)


def test_an_invitation_is_sent_once_its_mail_has_left() -> None:
    mailing = invited(OpenDayFactory(), 2)
    mailings.send(mailing=mailing, expected=2, by=HOUSE)
    assert (follow_mails(), states()) == (0, ["prepared", "prepared"])
    first = OutboxEmail.objects.order_by("pk").first()
    OutboxEmail.objects.filter(pk=first.pk).update(state=MailState.SENT, sent_at=first.created_at)  # type: ignore[union-attr]
    assert (follow_mails(), sorted(states()), follow_mails()) == (1, ["prepared", "sent"], 0)


def test_an_invitation_follows_the_registration() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    services.invite(day=day, persons=[guest], by=HOUSE)
    one = registrations.register(day=day, person=guest, by=HOUSE)
    assert states() == ["registered"]
    registrations.cancel(registration=one, by=HOUSE)
    assert states() == ["declined"]


def test_declining_once_registered_gives_the_place_back() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    one = registrations.register(day=day, person=guest, by=HOUSE)
    services.decline(day=day, person=guest, by=HOUSE)
    one.refresh_from_db()
    assert one.state == "cancelled"


def test_who_answered_by_phone_gets_no_late_invitation() -> None:
    day = OpenDayFactory()
    mailing = invited(day)
    mailings.send(mailing=mailing, expected=1, by=HOUSE)
    registrations.register_by_team(day=day, person=Invitation.objects.get().person, by=HOUSE)
    with pytest.raises(CauseGone, match="déjà répondu"):
        find("mailing").write(OutboxEmail.objects.filter(message="mailing").get())


def test_only_what_has_not_left_is_withdrawn() -> None:
    mailing = invited(OpenDayFactory())
    mailings.send(mailing=mailing, expected=1, by=HOUSE)
    with pytest.raises(PassageRefused):
        services.withdraw(invitation=Invitation.objects.get(), by=HOUSE)
    services.withdraw(invitation=_other(), by=HOUSE)
    assert Invitation.objects.count() == 1


def _other() -> Invitation:
    invited(OpenDayFactory())
    return Invitation.objects.latest("pk")


@pytest.mark.parametrize("before", InvitationState)
@pytest.mark.parametrize("after", InvitationState)
def test_every_passage_of_an_invitation(before: InvitationState, after: InvitationState) -> None:
    invited(OpenDayFactory())
    invitation = Invitation.objects.get()
    Invitation.objects.update(state=before)
    invitation.refresh_from_db()
    if after in INVITATION_PASSAGES[before]:
        services._pass(invitation, after)
        assert states() == [after]
    else:
        with pytest.raises(PassageRefused):
            services._pass(invitation, after)

"""What people who registered receive, written when it leaves."""

from datetime import UTC, datetime, time
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from contacts.directory.models import EmailAddress
from events.days.models import Day
from events.registration import emails, services
from events.registration.models import Registration
from labo_ess.links.services import opened
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from labo_ess.outbox.sender import _facts, _resolved
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def last() -> OutboxEmail:
    return OutboxEmail.objects.order_by("-pk").first()  # type: ignore[return-value]


def sent(row: OutboxEmail):  # type: ignore[no-untyped-def]
    written = write(find(row.message).write(row), message_id="<1@example.org>", dated_at=NOON)
    return message_from_bytes(written.data, policy=default), written


def test_confirmation_with_the_day_and_its_ateliers_for_an_agenda() -> None:
    day = OpenDayFactory(title="Centre-Val de Loire")
    atelier = AtelierFactory(day=day, title="Réemploi; et, ressourceries")
    services.register(day=day, person=GuestFactory(), choices=[atelier], by=HOUSE)
    message, written = sent(last())
    events = Calendar.from_ical(next(message.iter_attachments()).get_content()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Journées régionales des transitions : Centre-Val de Loire", "Réemploi; et, ressourceries"]
    assert (last().message, "/l/" in written.text, "Cnil" in written.text) == ("registration_confirmed", True, True)


def test_the_calendar_keeps_its_identifiers_and_grows() -> None:
    day = OpenDayFactory()
    one, two = AtelierFactory(day=day), AtelierFactory(day=day, starts=time(14), ends=time(15))
    registration = services.register(day=day, person=GuestFactory(), choices=[one], by=HOUSE)
    facts = []
    for choices in ([one, two], [one]):
        registration = services.change(registration=registration, choices=choices, by=HOUSE)
        events = Calendar.from_ical(emails.calendar_of(registration, emails.choices_of(registration), "https://example.org/")).walk("VEVENT")
        facts.append((str(events[0]["UID"]), int(events[0]["SEQUENCE"])))
    assert facts[0][0] == facts[1][0]
    assert facts[1][1] > facts[0][1]


def test_the_link_in_the_mail_opens_and_is_stored_nowhere() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    services.register(day=day, person=guest, by=HOUSE)
    _message, written = sent(last())
    token = written.text.split("/l/")[1].split("/")[0]
    found = opened(token)
    assert found is not None
    assert (found.target, found.holder, str(last().__dict__).count(token)) == (day, guest, 0)


def test_waiting_says_the_rank() -> None:
    day = OpenDayFactory(capacity=0)
    services.register(day=day, person=GuestFactory(), by=HOUSE)
    services.register(day=day, person=GuestFactory(), by=HOUSE)
    _message, written = sent(last())
    assert ("rang 2" in written.text, written.subject.startswith("Liste d’attente")) == (True, True)


@pytest.mark.parametrize("verb", ["promote", "cancel"])
def test_other_messages_can_be_written(verb: str) -> None:
    day = OpenDayFactory(capacity=0)
    registration = services.register(day=day, person=GuestFactory(), by=HOUSE)
    Day.objects.update(capacity=1)
    getattr(services, verb)(registration=registration, by=HOUSE)
    _message, written = sent(last())
    assert written.subject.startswith(("Une place s’est libérée", "Désistement noté"))


def test_a_place_in_an_atelier_is_announced() -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, capacity=1, title="Réemploi")
    first = services.register(day=day, person=GuestFactory(), choices=[atelier], by=HOUSE)
    second = services.register(day=day, person=GuestFactory(), choices=[atelier], by=HOUSE)
    services.cancel(registration=first, by=HOUSE)
    services.promote_choice(choice=second.choices.get(), by=HOUSE)
    assert "« Réemploi »".replace(" ", "\u00a0") in sent(last())[1].text


def test_a_mail_whose_cause_is_gone_does_not_leave() -> None:
    registration = services.register(day=OpenDayFactory(), person=GuestFactory(), by=HOUSE)
    row = last()
    services.cancel(registration=registration, by=HOUSE)
    with pytest.raises(CauseGone, match="a changé depuis"):
        find(row.message).write(row)


def test_nobody_without_a_valid_address_is_written_to() -> None:
    services.register(day=OpenDayFactory(), person=GuestFactory(), by=HOUSE)
    EmailAddress.objects.update(state="bounced")
    with pytest.raises(CauseGone, match="rejetée"):
        find(last().message).write(last())


def test_a_hostile_name_makes_no_header() -> None:
    guest = GuestFactory(last_name="Quatrevents\r\nBcc: tous@example.org", email="une@example.org")
    services.register(day=OpenDayFactory(), person=guest, by=HOUSE)
    message, _written = sent(last())
    assert (message["Bcc"], len(message.get_all("To"))) == (None, 1)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("message", ["registration_confirmed", "registration_waiting"])
def test_a_batch_is_written_in_the_same_number_of_statements_for_one_and_three(message: str, django_assert_max_num_queries: Any) -> None:
    counts = []
    for guests in (1, 3):
        day = OpenDayFactory(capacity=guests if message == "registration_confirmed" else 0)
        atelier = AtelierFactory(day=day)
        for _ in range(guests):
            services.register(day=day, person=GuestFactory(), choices=[atelier], by=HOUSE)
        claimed = list(OutboxEmail.objects.filter(message=message).order_by("-pk")[:guests])
        with django_assert_max_num_queries(20) as asked:
            rows = _resolved(claimed)
            facts = _facts(rows)[message]
            written = [find(message).write(row, facts) for row in rows]
        assert len({mail.to for mail in written}) == guests
        ranks = guests if message == "registration_waiting" else 0  # a rank is counted when its mail leaves
        counts.append(len(asked) - ranks)
    assert counts[0] == counts[1]

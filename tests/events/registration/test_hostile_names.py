"""Sixty hostile names at a real SMTP server: each mail has one recipient, the headers of any other, and an agenda with one event."""

from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.db import connection
from icalendar import Calendar

from contacts.directory.models import Person
from events.days.models import Day
from events.registration import services
from labo_ess.outbox.delivery import deliver
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory
from tests.labo_ess.outbox.sink import Sink, running

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SIGNS = ("\r\n", "\n", "\r", "\0", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1b[0m", "\u202e", "\u2066", "\u200b", "\ufeff", "\t")
TAILS = ("Bcc: tous@example.org", "Content-Type: text/html", "ATTENDEE:mailto:x@example.org", "=?utf-8?q?Bcc?=: <a@b>, autre@example.org")


@pytest.fixture
def sink(settings: Any) -> Any:
    settings.MAIL_QUOTA = {"minute": 0, "hour": 0, "day": 0}
    with running() as one:
        yield one


def _agenda(message: Any) -> bytes:
    return next(part for part in message.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)


def test_sixty_hostile_names_make_no_header_no_recipient_and_no_event(sink: Sink) -> None:
    names = [f"Nom{sign}{tail}" for sign in SIGNS for tail in TAILS]
    day = OpenDayFactory()
    Day.objects.filter(pk=day.pk).update(title=f"Orléans{SIGNS[0]}{TAILS[0]}", place_name=f"Salle{SIGNS[0]}END:VEVENT")
    day.refresh_from_db()
    atelier = AtelierFactory(day=day, title=f"Atelier{SIGNS[0]}BEGIN:VEVENT")
    plain = GuestFactory(email="une@example.org")
    guests = [GuestFactory(email=f"invite{number}@example.org") for number in range(len(names))]
    for guest, name in zip(guests, names, strict=True):
        kept = name if connection.vendor == "sqlite" else name.replace("\0", "\x01")  # PostgreSQL keeps no NUL: it cannot be in a row
        Person.objects.filter(pk=guest.pk).update(last_name=kept[:120], first_name="é" * 100)
    for guest in (plain, *Person.objects.filter(pk__in=[guest.pk for guest in guests])):
        details = {"organisation_label": guest.last_name, "function": guest.last_name}
        services.register(day=day, person=guest, by=HOUSE, choices=[atelier], details=details)
    deliver()
    found = [(message_from_bytes(content, policy=default), recipients) for _sender, recipients, content in sink.taken]
    assert (len(names), len(found), {len(recipients) for _message, recipients in found}) == (60, 61, {1})
    assert {tuple(message.keys()) for message, _recipients in found} == {tuple(found[0][0].keys())}
    assert all([one.addr_spec for one in message["To"].addresses] == recipients for message, recipients in found)
    shape = [each.name for each in Calendar.from_ical(_agenda(found[0][0])).walk()]
    for message, _recipients in found:
        event = _agenda(message)
        assert [each.name for each in Calendar.from_ical(event).walk()] == shape
        assert b"ATTENDEE:mailto:x@example.org" not in event

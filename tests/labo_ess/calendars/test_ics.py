"""Calendars, read back by a parser that is not the one that wrote them."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from labo_ess.calendars import ics

PARIS = ZoneInfo("Europe/Paris")
DAY = {
    "uid": "registration-1",
    "start": datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
    "end": datetime(2026, 11, 24, 15, 15, tzinfo=UTC),
    "summary": "Journée régionale ; « Coopérer », l’été",
    "location": "Hôtel de Région, Orléans",
    "description": "Accueil à 9 h 30\nApportez votre badge",
    "url": "https://exemple.fr/journees/cvl/",
    "stamp": datetime(2026, 10, 1, tzinfo=UTC),
}


def read(data: bytes) -> Any:
    return vobject.readOne(data.decode())


def test_an_event_reads_back() -> None:
    calendar = read(ics.event(**DAY))
    event = calendar.vevent
    assert (calendar.method.value, calendar.version.value, event.status.value) == ("PUBLISH", "2.0", "CONFIRMED")
    assert event.summary.value == DAY["summary"]
    assert event.location.value == DAY["location"]
    assert event.description.value == DAY["description"]
    assert event.url.value == DAY["url"]
    assert event.uid.value == "registration-1@journees.labo-ess"


def test_hours_are_those_of_paris() -> None:
    event = read(ics.event(**DAY)).vevent
    assert event.dtstart.value == datetime(2026, 11, 24, 9, 30, tzinfo=PARIS)
    assert event.dtend.value.astimezone(UTC) == DAY["end"]
    assert b"DTSTART;TZID=Europe/Paris:20261124T093000" in ics.event(**DAY)


def test_summer_hours_too() -> None:
    start, end = datetime(2027, 5, 26, 7, tzinfo=UTC), datetime(2027, 5, 26, 12, tzinfo=UTC)
    event = read(ics.event(**DAY | {"start": start, "end": end})).vevent
    assert event.dtstart.value.astimezone(UTC) == start


def test_the_zone_is_there_and_small() -> None:
    data = ics.event(**DAY)
    assert (data.count(b"BEGIN:VTIMEZONE"), len(data) < 2000) == (1, True)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_bytes_do_not_vary() -> None:
    assert ics.event(**DAY) == ics.event(**DAY)


@pytest.mark.parametrize("field", ["summary", "location", "uid", "url", "description"])
@pytest.mark.parametrize("evil", ["x\r\nATTENDEE:mailto:pirate@example.org", "x\nEND:VEVENT", "a\x00b\x0b\x1b\x85c", "\u2028BEGIN:VALARM"])
def test_nothing_typed_opens_a_property(field: str, evil: str) -> None:
    calendar = read(ics.event(**DAY | {field: evil}))
    assert (len(calendar.vevent_list), hasattr(calendar.vevent, "attendee")) == (1, False)
    value = getattr(calendar.vevent, field).value
    assert not set(value) & set("\r\x00\x0b\x1b\x85")


def test_names_of_people_are_safe() -> None:
    evil = ('Ada "Nuit"; X\r\nSTATUS:CANCELLED', "ada@example.org\r\nX:y")
    data = ics.event(**DAY, method="REQUEST", organizer=("Le Labo de l’ESS", "labo@example.org"), attendee=evil)
    event = read(data).vevent
    assert (event.status.value, event.organizer.value) == ("CONFIRMED", "mailto:labo@example.org")
    assert event.attendee.params["CN"] == ["Ada ”Nuit”; X STATUS:CANCELLED"]


def test_a_cancelled_event_keeps_its_identity() -> None:
    first = read(ics.event(**DAY, method="REQUEST", organizer="labo@example.org")).vevent
    last = read(ics.event(**DAY, method="CANCEL", organizer="labo@example.org", sequence=2)).vevent
    assert (last.uid.value, last.status.value, last.sequence.value) == (first.uid.value, "CANCELLED", "2")


def test_a_request_needs_an_organizer() -> None:
    with pytest.raises(ValueError, match="organizer"):
        ics.event(**DAY, method="REQUEST")


def test_whole_days_include_the_last() -> None:
    event = read(ics.event(uid="d", start=date(2026, 11, 28), end=date(2026, 11, 30), summary="Cycle")).vevent
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 28), date(2026, 12, 1))


def test_a_feed() -> None:
    entries = [ics.Entry(**DAY), DAY | {"uid": "other@example.org"}]
    calendar = read(ics.feed("Programme ; Orléans", entries))
    assert [event.uid.value for event in calendar.vevent_list] == ["registration-1@journees.labo-ess", "other@example.org"]
    assert calendar.contents["x-wr-calname"][0].value == "Programme ; Orléans"


def test_an_empty_feed() -> None:
    assert not hasattr(read(ics.feed("Vide", [])), "vevent")

"""iCalendar files: one event to keep, an invitation, a feed.

Hours are written in the zone of the house with the smallest VTIMEZONE that covers them, so that an old calendar that
knows no zone shows them right. What people typed is cleaned first: a name can open no new property.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

from labo_ess.text.names import clean_name

PRODUCT = "-//Le Labo de l’ESS//Journees regionales des transitions//FR"
PARIS = ZoneInfo("Europe/Paris")
UID_DOMAIN = "journees.labo-ess"
"""Fixed: an identifier must survive a change of host, or every calendar shows the event twice."""
CANCEL = "CANCEL"
Party = str | tuple[str, str]
"""An address, or (name, address)."""


@dataclass(frozen=True)
class Entry:
    """One event of a feed; the fields are the arguments of `event`."""

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    sequence: int = 0
    organizer: Party | None = None
    attendee: Party | None = None
    status: str = "CONFIRMED"
    stamp: datetime | None = None
    partstat: str = "NEEDS-ACTION"
    categories: tuple[str, ...] = ()


def event(
    *,
    uid: str,
    start: datetime | date,
    end: datetime | date,
    summary: str,
    location: str = "",
    description: str = "",
    url: str = "",
    sequence: int = 0,
    organizer: Party | None = None,
    attendee: Party | None = None,
    method: str = "PUBLISH",
    status: str = "CONFIRMED",
    stamp: datetime | None = None,
    partstat: str = "NEEDS-ACTION",
) -> bytes:
    """A file of one event. `REQUEST` and `CANCEL` need an organizer; the same `uid` with a higher `sequence` replaces it.

    A `date` instead of a moment makes a whole day, the last one included. `stamp` fixes DTSTAMP when bytes must not vary.
    """
    entry = Entry(
        uid=uid,
        start=start,
        end=end,
        summary=summary,
        location=location,
        description=description,
        url=url,
        sequence=sequence,
        organizer=organizer,
        attendee=attendee,
        status="CANCELLED" if method == CANCEL else status,
        stamp=stamp,
        partstat=partstat,
    )
    if method != "PUBLISH" and organizer is None:
        raise ValueError(f"{method} needs an organizer")
    return _finish(_calendar(method), [entry])


def events(entries: Iterable[Entry]) -> bytes:
    """A file of several events to keep at once (a day and its ateliers), without the marks of a subscription."""
    return _finish(_calendar("PUBLISH"), list(entries))


def feed(name: str, events: Iterable[Entry | dict[str, Any]]) -> bytes:
    """A calendar to subscribe to, asked again every hour."""
    calendar = _calendar("PUBLISH")
    title = clean_name(name)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", PARIS.key)
    refresh = vDuration(timedelta(hours=1))
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh)
    return _finish(calendar, [entry if isinstance(entry, Entry) else Entry(**entry) for entry in events])


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _finish(calendar: Calendar, entries: list[Entry]) -> bytes:
    for entry in entries:
        calendar.add_component(_component(entry))
    days = [_day(moment) for entry in entries for moment in (entry.start, entry.end)]
    if any(isinstance(entry.start, datetime) for entry in entries):
        # Without bounds the zone takes 3 kB of rules since 1911; one year of it is right for the hours named here.
        calendar.add_missing_timezones(first_date=min(days) - timedelta(days=1), last_date=max(days) + timedelta(days=366))
    return calendar.to_ical()


def _component(entry: Entry) -> Event:
    component = Event()
    component.add("uid", full_uid(entry.uid))
    component.add("dtstamp", (entry.stamp or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0))
    component.add("dtstart", _moment(entry.start))
    component.add("dtend", _moment(entry.end) if isinstance(entry.end, datetime) else entry.end + timedelta(days=1))
    component.add("summary", clean_name(entry.summary))
    component.add("sequence", entry.sequence)
    component.add("status", entry.status)
    if entry.location:
        component.add("location", clean_name(entry.location))
    if entry.description:
        component.add("description", _clean_lines(entry.description))
    if entry.url:
        component.add("url", vUri(_one_word(entry.url)))
    if entry.categories:
        component.add("categories", [clean_name(word) for word in entry.categories])
    if entry.organizer:
        component.add("organizer", _party(entry.organizer))
    if entry.attendee:
        attendee = _party(entry.attendee)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText(entry.partstat)
        attendee.params["RSVP"] = vText("FALSE")  # answers are given by the personal link, not by the calendar
        component.add("attendee", attendee)
    return component


def full_uid(uid: str) -> str:
    """`uid` with the fixed domain of the house, unless it bears one."""
    word = _one_word(uid)
    return word if "@" in word else f"{word}@{UID_DOMAIN}"


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(moment: datetime | date) -> datetime | date:
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(PARIS) if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _one_word(text: str) -> str:
    return "".join(clean_name(text).split())


def _clean_lines(text: str) -> str:
    """Several lines without control characters; the library writes line breaks as \\n."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _party(party: Party) -> vCalAddress:
    name, address = ("", party) if isinstance(party, str) else party
    made = vCalAddress(f"mailto:{_one_word(address)}")
    if name:
        # Parameters cannot hold a double quote (RFC 5545, 3.2).
        made.params["CN"] = vText(clean_name(name).replace('"', "”"))
    return made

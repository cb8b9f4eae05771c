"""iCalendar files: one event to keep, an invitation, a feed.

Hours are written in the zone of the house with the smallest VTIMEZONE that covers them, so that an old calendar that
knows no zone shows them right. What people typed is cleaned first: a name can open no new property.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vDuration, vText
from icalendar.parser import Contentline

from labo_ess.text.names import clean_name

PRODUCT = "-//Le Labo de l’ESS//Journees regionales des transitions//FR"
PARIS = ZoneInfo("Europe/Paris")
UID_DOMAIN = "journees.labo-ess"
"""Fixed: an identifier must survive a change of host, or every calendar shows the event twice."""
CANCEL = "CANCEL"
LONGEST_LINE = 75
"""Octets; a longer line goes on under a space (RFC 5545, 3.1)."""
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
    return _finish(_head(method), [entry])


def events(entries: Iterable[Entry]) -> bytes:
    """A file of several events to keep at once (a day and its ateliers), without the marks of a subscription."""
    return _finish(_head("PUBLISH"), list(entries))


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
    return _finish(_open(calendar), [entry if isinstance(entry, Entry) else Entry(**entry) for entry in events])


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


@lru_cache(maxsize=8)
def _head(method: str) -> str:
    return _open(_calendar(method))


def _finish(head: str, entries: list[Entry]) -> bytes:
    days = [_day(moment) for entry in entries for moment in (entry.start, entry.end)]
    # Without bounds the zone takes 3 kB of rules since 1911; one year of it is right for the hours named here.
    timed = any(isinstance(entry.start, datetime) for entry in entries)
    zone = _zone(min(days) - timedelta(days=1), max(days) + timedelta(days=366)) if timed else ""
    return (head + zone + "".join(_event(entry) for entry in entries) + "END:VCALENDAR\r\n").encode()


def _open(component: Component) -> str:
    """A component as the library writes it, without its last line: more may follow."""
    lines: str = component.to_ical().decode()
    return lines.removesuffix(f"END:{component.name}\r\n")


@lru_cache(maxsize=256)
def _zone(first: date, last: date) -> str:
    return Timezone.from_tzid(PARIS.key, first_date=first, last_date=last).to_ical().decode()


def _event(entry: Entry) -> str:
    """What many share is written once: a crowd's files differ only in the lines that are each person's own."""
    shared = replace(entry, uid="", description="", url="", sequence=0, attendee=None, stamp=None, partstat="")
    stamp = (entry.stamp or datetime.now(UTC)).astimezone(UTC)
    own = [f"UID:{_escaped(full_uid(entry.uid))}", f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}", f"SEQUENCE:{entry.sequence:d}"]
    if entry.description:
        own.append(f"DESCRIPTION:{_escaped(_clean_lines(entry.description))}")
    if entry.url:
        own.append(f"URL:{_one_word(entry.url)}")
    if entry.attendee:
        attendee = _party(entry.attendee)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText(entry.partstat)
        attendee.params["RSVP"] = vText("FALSE")  # answers are given by the personal link, not by the calendar
        own.append(Contentline.from_parts("ATTENDEE", attendee.params, attendee))
    return _shared(shared) + "".join(_folded(line) for line in own) + "END:VEVENT\r\n"


def _escaped(text: str) -> str:
    return vText(text).to_ical().decode()


def _folded(line: str) -> str:
    if len(line.encode()) >= LONGEST_LINE:
        line = Contentline(line).to_ical().decode()
    return f"{line}\r\n"


@lru_cache(maxsize=1024)
def _shared(entry: Entry) -> str:
    component = Event()
    component.add("dtstart", _moment(entry.start))
    component.add("dtend", _moment(entry.end) if isinstance(entry.end, datetime) else entry.end + timedelta(days=1))
    component.add("summary", clean_name(entry.summary))
    component.add("status", entry.status)
    if entry.location:
        component.add("location", clean_name(entry.location))
    if entry.categories:
        component.add("categories", [clean_name(word) for word in entry.categories])
    if entry.organizer:
        component.add("organizer", _party(entry.organizer))
    return _open(component)


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
    if all(line.isprintable() for line in lines.split("\n")):
        return lines
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _party(party: Party) -> vCalAddress:
    name, address = ("", party) if isinstance(party, str) else party
    made = vCalAddress(f"mailto:{_one_word(address)}")
    if name:
        # Parameters cannot hold a double quote (RFC 5545, 3.2).
        made.params["CN"] = vText(clean_name(name).replace('"', "”"))
    return made

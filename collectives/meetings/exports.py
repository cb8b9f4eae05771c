"""The calendar event of a meeting: one uid for its whole life, a sequence that grows each time it moves."""

from django.conf import settings

from collectives.meetings.enums import MeetingState
from collectives.meetings.models import Meeting
from contacts.directory.models import Person
from labo_ess.calendars import ics
from labo_ess.text.typography import typo_fr


def where_of(meeting: Meeting) -> str:
    """Place, visio, or both, on one line."""
    return ", ".join(part for part in (meeting.place, meeting.link) if part)


def invitation(meeting: Meeting, person: Person, address: str, url: str, method: str = "REQUEST") -> bytes:
    """The event as this person receives it: they are its only attendee, nobody sees the others' addresses."""
    agenda = "\n".join(f"{number}. {item.title}" for number, item in enumerate(meeting.agenda.all(), 1))
    return ics.event(
        uid=str(meeting.public_id),
        start=meeting.starts_at,
        end=meeting.ends_at,
        summary=typo_fr(f"{meeting.collective.name} : {meeting.title}"),
        location=where_of(meeting),
        description=typo_fr(f"Ordre du jour :\n{agenda}" if agenda else ""),
        url=url,
        sequence=meeting.sequence,
        organizer=(settings.MAIL_FROM_NAME, settings.REPLY_TO),
        attendee=(person.name, address),
        method=method,
    )


def event_file(meeting: Meeting) -> bytes:
    """The event to keep, for a page: no organizer, no attendee."""
    return ics.event(
        uid=str(meeting.public_id),
        start=meeting.starts_at,
        end=meeting.ends_at,
        summary=typo_fr(f"{meeting.collective.name} : {meeting.title}"),
        location=where_of(meeting),
        sequence=meeting.sequence,
        status="CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED",
    )

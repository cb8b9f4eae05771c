"""The feuille d'émargement of a meeting: each seat, who holds it, a place to sign; nothing else of anybody."""

from typing import Any

from django.utils import timezone

from collectives.meetings.models import Meeting
from collectives.meetings.roster import count_seats, roster
from labo_ess.documents.pdf import render
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import typo_fr

BLANK_LINES = 6
"""Lines left for people who come without a seat."""


def sheet_context(meeting: Meeting) -> dict[str, Any]:
    """What the sheet shows."""
    places = roster(meeting)
    return {
        "meeting": meeting,
        "collective": meeting.collective,
        "starts": timezone.localtime(meeting.starts_at),
        "ends": timezone.localtime(meeting.ends_at),
        "seats": [place for place in places if place.seat is not None],
        "guests": [place for place in places if place.seat is None],
        "count": count_seats(meeting, places),
        "blank_lines": range(BLANK_LINES),
    }


def make_sheet(meeting: Meeting) -> bytes:
    """The PDF."""
    return render("collectives/meetings/pdf/sheet.html", sheet_context(meeting), title=typo_fr(f"Feuille d’émargement : {meeting.title}"))


def sheet_name(meeting: Meeting) -> str:
    """The name of the file."""
    return f"emargement-{slugify_fr(meeting.collective.name, 40)}-{timezone.localdate(meeting.starts_at).isoformat()}.pdf"

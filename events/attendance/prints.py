"""The feuille d'émargement: name, organisation, signature; nothing else of anybody."""

from typing import Any

from events.attendance.querysets import attendees
from events.days.models import Day
from events.programme.models import Session
from labo_ess.documents.pdf import render
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import typo_fr

BLANK_LINES, SESSION_BLANK_LINES = 12, 6
"""Lines left for people who come without being expected, at the door and in an atelier."""


def sheet_context(day: Day, session: Session | None = None) -> dict[str, Any]:
    """What the sheet shows: of the whole day, or of those who chose a session."""
    return {
        "day": day,
        "session": session,
        "people": attendees(day, session=session),
        "blank_lines": range(SESSION_BLANK_LINES if session else BLANK_LINES),
        "partners": [partner.organisation.name for partner in day.partners.select_related("organisation").order_by("position", "pk")],
    }


def make_sheet(day: Day, session: Session | None = None) -> bytes:
    """The PDF."""
    what = f"{session.title}, {day.title}" if session else day.title
    return render("events/attendance/pdf/sheet.html", sheet_context(day, session), title=typo_fr(f"Feuille d’émargement : {what}"))


def sheet_name(day: Day, session: Session | None = None) -> str:
    """The name of the file."""
    parts = ["emargement", day.slug, slugify_fr(session.title, 40) if session else "", day.date.isoformat()]
    return "-".join(part for part in parts if part) + ".pdf"

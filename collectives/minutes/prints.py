"""Minutes and the relevé de décisions as PDFs in the style of the house."""

from typing import Any

from collectives.meetings.models import Meeting
from collectives.minutes.record import Minutes, day_name
from labo_ess.documents.pdf import render
from labo_ess.text.dates import long_date
from labo_ess.text.typography import typo_fr


def print_context(minutes: Minutes) -> dict[str, Any]:
    """What both documents show."""
    return {"minutes": minutes, "meeting": minutes.meeting, "collective": minutes.meeting.collective, "starts": minutes.starts, "ends": minutes.ends}


def make_minutes(minutes: Minutes) -> bytes:
    """The whole: who was there, what was said, decided and taken on."""
    return render("collectives/minutes/pdf/minutes.html", print_context(minutes), title=_title("Compte rendu", minutes.meeting, minutes))


def make_decisions(minutes: Minutes) -> bytes:
    """The relevé de décisions alone, with the actions."""
    return render("collectives/minutes/pdf/decisions.html", print_context(minutes), title=_title("Relevé de décisions", minutes.meeting, minutes))


def minutes_name(meeting: Meeting) -> str:
    """The name of the file."""
    return f"compte-rendu-{day_name(meeting)}.pdf"


def decisions_name(meeting: Meeting) -> str:
    """The name of the file."""
    return f"releve-de-decisions-{day_name(meeting)}.pdf"


def _title(what: str, meeting: Meeting, minutes: Minutes) -> str:
    assert minutes.starts is not None
    return typo_fr(f"{what} : {meeting.collective.name}, {long_date(minutes.starts)}")

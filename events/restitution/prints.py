"""What a page of a fiche shows, for the rapporteur·e and for the team alike."""

from typing import Any

from collectives.notes.models import Extract
from events.programme.enums import RoleState
from events.restitution.models import SessionReport

ICONS = {"constat": "graduation-cap", "idee": "lightbulb", "besoin": "hand-helping", "verbatim": "quote", "proposition": "megaphone"}


def report_context(report: SessionReport) -> dict[str, Any]:
    """In a constant number of queries."""
    session, note = report.session, report.note
    revision = note.last_revision
    everything = list(Extract.objects.filter(note=note).newest_first())
    for extract in everything:
        extract.icon = ICONS.get(extract.kind, "quote")
    return {
        "report": report,
        "session": session,
        "day": session.day,
        "saved_at": revision.created_at if revision else None,
        "text": revision.text if revision else "",
        "extracts": [each for each in everything if each.is_standing],
        "withdrawn": [each for each in everything if not each.is_standing],
        "people": _speakers(report, everything),
    }


def _speakers(report: SessionReport, extracts: list[Extract]) -> list[str]:
    """Names proposed for « par qui »: those announced in the session, and those already typed in this fiche."""
    announced = [str(role.person) for role in report.session.roles.exclude(state=RoleState.DECLINED).select_related("person")]
    return list(dict.fromkeys([*announced, *(each.speaker for each in extracts if each.speaker)]))

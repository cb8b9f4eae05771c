"""A day with fiches, and its synthesis."""

from collectives.notes.models import Extract
from events.days.models import Day
from events.programme.models import Session
from events.restitution.models import SessionReport
from events.restitution.services import create_report
from labo_ess.audit.actors import Actor
from reports.synthesis.models import Section, Synthesis
from reports.synthesis.services import create_synthesis
from tests.factories.days import DayFactory
from tests.factories.notes import extract_in
from tests.factories.registration import AtelierFactory

HOUSE = Actor.system("tests")


def atelier_report(day: Day | None = None, title: str = "Réemploi") -> SessionReport:
    """The fiche of an atelier."""
    session: Session = AtelierFactory(day=day or DayFactory(), title=title)
    return create_report(session=session, by=HOUSE)


def said(day: Day, text: str = "", title: str = "Réemploi", **fields: object) -> Extract:
    """Something said in an atelier of the day."""
    session = day.sessions.filter(title=title).first()
    report = create_report(session=session, by=HOUSE) if session else atelier_report(day, title)
    return extract_in(report.note, text, **fields)


def synthesis_of(day: Day | None = None) -> Synthesis:
    """A synthesis with its first sections."""
    return create_synthesis(day=day or DayFactory(headline="Coopérer pour des territoires résilients"), by=HOUSE)


def first_section(synthesis: Synthesis) -> Section:
    """« L’essentiel »."""
    return synthesis.sections.order_by("position").first()

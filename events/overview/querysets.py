"""What the page of a day counts, across the features below, in a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Count, Q

from events.days.enums import DayState
from events.days.models import Day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.programme.enums import RoleState
from events.programme.exports import changes_between, freeze
from events.programme.models import ProgrammeVersion, Session, SessionRole
from events.programme.querysets import last_version
from events.registration.enums import RegistrationState
from events.registration.models import Registration, SessionChoice
from labo_ess.text.dates import time_fr


@dataclass(frozen=True)
class Gauge:
    """The places of an atelier."""

    session: Session
    held: int
    waiting: int

    @property
    def label(self) -> str:
        """Its title; its hour too, since an atelier may come twice."""
        return f"{self.session.title} ({time_fr(self.session.starts)})"

    @property
    def hint(self) -> str:
        """Who waits, or that few people chose it."""
        if self.waiting:
            return f"Complet, {self.waiting} en liste d’attente"
        if self.session.full:
            return "Complet"
        few = self.session.capacity and self.held * 4 < self.session.capacity
        return "Peu rempli : à mettre en avant" if few else ""


@dataclass(frozen=True)
class DayFigures:
    """The numbers of a day."""

    registrations: dict[str, int]
    invitations: dict[str, int]
    speakers_confirmed: int
    speakers: int
    version: ProgrammeVersion | None
    changes: int
    sessions: int
    gauges: list[Gauge]

    @property
    def confirmed(self) -> int:
        return self.registrations.get(RegistrationState.CONFIRMED, 0)

    @property
    def waiting(self) -> int:
        return self.registrations.get(RegistrationState.WAITING, 0) + self.registrations.get(RegistrationState.OFFERED, 0)

    @property
    def pending(self) -> int:
        return self.registrations.get(RegistrationState.PENDING, 0)

    @property
    def silent(self) -> int:
        return self.invitations.get(InvitationState.SENT, 0)

    @property
    def invited(self) -> int:
        return sum(self.invitations.values())


def figures_of(day: Day) -> DayFigures:
    """Everything that the page of a day counts."""
    registrations = Registration.objects.filter(day=day).counts_by_state()
    invitations = {row["state"]: row["n"] for row in Invitation.objects.filter(day=day).order_by().values("state").annotate(n=Count("pk"))}
    expected = SessionRole.objects.filter(session__day=day).exclude(state=RoleState.DECLINED)
    speakers = expected.aggregate(all=Count("person", distinct=True), confirmed=Count("person", filter=Q(state=RoleState.CONFIRMED), distinct=True))
    version = last_version(day)
    content = freeze(day)
    ateliers = list(day.sessions.bookable().in_order())  # type: ignore[attr-defined]
    places = SessionChoice.objects.filter(session__day=day).taken_and_waiting()
    return DayFigures(
        registrations=registrations,
        invitations=invitations,
        speakers=speakers["all"],
        speakers_confirmed=speakers["confirmed"],
        version=version,
        changes=len(changes_between(version.content if version else None, content)),
        sessions=len(content["sessions"]),
        gauges=[Gauge(session, *places.get(session.pk, (0, 0))) for session in ateliers],
    )


@dataclass(frozen=True)
class Step:
    """The next thing to do: a page to open, or a state to pass to."""

    words: str
    why: str
    url_name: str = ""
    state: str = ""


def next_step(day: Day, figures: DayFigures) -> Step | None:
    """One thing, the most urgent."""
    if day.state == DayState.DRAFT:
        return Step("Mettre la journée en préparation", "Elle est en brouillon : personne d’autre ne la voit.", state=DayState.PREPARING)
    if day.state in (DayState.PREPARING, DayState.OPEN, DayState.CLOSED):
        return _before(day, figures)
    if day.state == DayState.PAST:
        return Step("Composer la synthèse", "La journée a eu lieu : ce qui s’y est dit attend sa synthèse.", url_name="reports:synthesis:day")
    return None


def _before(day: Day, figures: DayFigures) -> Step | None:
    if not figures.sessions:
        return Step("Ajouter une séance", "Le programme est vide.", url_name="events:programme:session_new")
    if figures.version is None:
        return Step("Publier le programme", "La page publique annonce qu’il arrive.", url_name="events:programme:release")
    if figures.changes:
        return Step("Publier le programme", "Le programme a changé depuis la version que le public lit.", url_name="events:programme:release")
    if day.state == DayState.PREPARING:
        return Step("Ouvrir les inscriptions", "Le programme est publié.", state=DayState.OPEN)
    if day.state == DayState.OPEN and not figures.invited:
        return Step("Préparer les invitations", "Les inscriptions sont ouvertes, personne n’est encore invité.", url_name="events:invitations:list")
    if day.days_left <= 1:
        return Step("Ouvrir la page du jour J", "Émargement, accueil, arrivées sur place.", url_name="events:attendance:desk")
    return None

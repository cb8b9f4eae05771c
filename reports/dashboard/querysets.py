"""What waits for someone today, read from the whole house in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from contacts.importing.enums import ImportState
from contacts.importing.models import ImportBatch
from events.days.enums import DayState
from events.days.models import Day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.programme.models import ProgrammeVersion, Session
from events.registration.enums import HOLDS_PLACE, ChoiceState, RegistrationState
from events.registration.models import Registration, SessionChoice
from labo_ess.jobs.enums import LIVE
from labo_ess.jobs.models import Job
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.models import OutboxEmail
from reports.synthesis.models import Synthesis

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone

SHOWN_DAYS = 4
TOLD_WITHIN = timedelta(days=60)
"""How long after a day its missing synthesis is still recalled."""
ALMOST_FULL = 0.85


@dataclass
class Gauge:
    """Places of an atelier."""

    title: str
    taken: int
    capacity: int
    waiting: int


@dataclass
class ComingDay:
    """A day to come with what it needs."""

    day: Day
    confirmed: int = 0
    waiting: int = 0
    pending: int = 0
    prepared: int = 0
    unanswered: int = 0
    is_published: bool = False
    gauges: list[Gauge] = field(default_factory=list)

    @property
    def has_free_place(self) -> bool:
        """Somebody of the waiting list could be moved up."""
        return self.day.capacity is None or self.confirmed < self.day.capacity


def coming_days(user: "Anyone") -> list[ComingDay]:
    """The next days, the nearest first, with their counts."""
    today = timezone.localdate()
    days = Day.objects.visible_to(user).filter(Q(date__gte=today) | Q(last_date__gte=today)).exclude(state=DayState.ARCHIVED)
    published = ProgrammeVersion.objects.filter(day=OuterRef("pk"))
    rows = days.select_related("cycle").annotate(is_published=Exists(published)).order_by("date", "pk")[:SHOWN_DAYS]
    found = {day.pk: ComingDay(day, is_published=day.is_published) for day in rows}
    _count_registrations(found)
    _count_invitations(found)
    _count_ateliers(found)
    return list(found.values())


def _count_registrations(found: dict[int, ComingDay]) -> None:
    rows = Registration.objects.filter(day__in=found).order_by().values("day", "state").annotate(n=Count("pk"))
    for row in rows:
        state = found[row["day"]]
        if row["state"] in HOLDS_PLACE:
            state.confirmed += row["n"]
        elif row["state"] == RegistrationState.WAITING:
            state.waiting = row["n"]
        elif row["state"] == RegistrationState.PENDING:
            state.pending = row["n"]


def _count_invitations(found: dict[int, ComingDay]) -> None:
    rows = Invitation.objects.filter(day__in=found).order_by().values("day", "state").annotate(n=Count("pk"))
    for row in rows:
        if row["state"] == InvitationState.PREPARED:
            found[row["day"]].prepared = row["n"]
        elif row["state"] == InvitationState.SENT:
            found[row["day"]].unanswered = row["n"]


def _count_ateliers(found: dict[int, ComingDay]) -> None:
    """Ateliers with a capacity that are full or nearly, or have a waiting list."""
    held = (ChoiceState.CONFIRMED, ChoiceState.OFFERED)
    counts = SessionChoice.objects.filter(session__day__in=found).order_by().values("session")
    counts = counts.annotate(taken=Count("pk", filter=Q(state__in=held)), waiting=Count("pk", filter=Q(state=ChoiceState.WAITING)))
    taken = {row["session"]: (row["taken"], row["waiting"]) for row in counts}
    for session in Session.objects.bookable().filter(day__in=found, capacity__isnull=False).in_order():
        here, waiting = taken.get(session.pk, (0, 0))
        if waiting or here >= ALMOST_FULL * session.capacity:
            found[session.day_id].gauges.append(Gauge(session.title, here, session.capacity, waiting))


def days_to_tell(user: "Anyone") -> list[Day]:
    """Days lately past without a synthesis, with `extracts_count` and `open_reports`."""
    today = timezone.localdate()
    told = Synthesis.objects.alive().filter(day__isnull=False).values("day")
    past = Day.objects.visible_to(user).filter(date__lt=today, date__gte=today - TOLD_WITHIN).exclude(pk__in=told)
    past = past.exclude(state__in=(DayState.DRAFT, DayState.ARCHIVED))
    extracts = "sessions__report__note__extracts"
    counted = Count(extracts, filter=Q(**{f"{extracts}__withdrawn_at__isnull": True}), distinct=True)
    open_reports = Count("sessions__report", filter=Q(sessions__report__finished_at__isnull=True), distinct=True)
    return list(past.annotate(extracts_count=counted, open_reports=open_reports).order_by("-date")[:SHOWN_DAYS])


def failed_mails() -> int:
    """Mails that will not leave by themselves, or that came back."""
    return OutboxEmail.objects.filter(state__in=(MailState.FAILED, MailState.BOUNCED)).count()


def running_jobs(user: Any) -> list[Job]:
    """Works that have not ended."""
    return list(Job.objects.visible_to(user).filter(state__in=LIVE).order_by("-created_at")[:5])


def unfinished_imports() -> list[ImportBatch]:
    """Files that were read and wait for a yes."""
    return list(ImportBatch.objects.filter(state=ImportState.READY).order_by("-created_at")[:5])

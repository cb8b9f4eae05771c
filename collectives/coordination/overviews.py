"""What the « Vue d’ensemble » of a group and the page of a démarche show, read in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone

from collectives.actions.enums import ActionState
from collectives.actions.models import Action
from collectives.coordination.querysets import is_living, overview
from collectives.groups.models import Collective, Membership, Process
from collectives.groups.stages import LIFE
from collectives.mandates.models import Seat
from collectives.mandates.services import seat_holders
from collectives.meetings.enums import Answer, DecisionState, MeetingState
from collectives.meetings.models import Attendance, Decision, Meeting
from labo_ess.text.typography import plural, typo_fr

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone

SHOWN = 5
SHOWN_MEMBERS = 8


@dataclass(frozen=True)
class Step:
    """An étape on the line of a group's life. `state`: done, current, or empty."""

    words: str
    state: str
    since: date | None = None


@dataclass
class GroupView:
    """A group at a glance."""

    collective: Collective
    steps: list[Step]
    seats: list[Seat]
    others: list[Membership]
    actions: list[Action]
    late: int
    open_actions: int
    decisions: list[Decision]
    open_decisions: int
    made_decisions: int
    next_meeting: Meeting | None
    last_meeting: Meeting | None
    agenda: list[Any] = field(default_factory=list)
    answers: str = ""

    @property
    def shown_seats(self) -> list[Seat]:
        """The first ones; the tab « Membres » has them all."""
        return self.seats[:SHOWN_MEMBERS]

    @property
    def members_words(self) -> str:
        """« 9 structures, 5 personnes à titre individuel »."""
        organisations = sum(seat.membership.organisation_id is not None for seat in self.seats) + sum(
            row.organisation_id is not None for row in self.others
        )
        persons = len(self.seats) + len(self.others) - organisations
        parts = [
            plural(organisations, "structure", "structures") if organisations else "",
            plural(persons, "personne", "personnes") if persons else "",
        ]
        return ", ".join(part for part in parts if part)


def group_view(collective: Collective) -> GroupView:
    """Everything that its page shows, history apart."""
    now, today = timezone.now(), timezone.localdate()
    actions = Action.objects.alive().filter(collective=collective)
    counts = actions.aggregate(
        late=Count("pk", filter=Q(state=ActionState.OPEN, due_on__lt=today)), open=Count("pk", filter=Q(state=ActionState.OPEN))
    )
    decisions = Decision.objects.filter(collective=collective)
    standing = (DecisionState.TO_CONFIRM, DecisionState.MADE)
    decided = decisions.aggregate(open=Count("pk", filter=Q(state__in=standing)), all=Count("pk"))
    meetings = Meeting.objects.alive().filter(collective=collective).exclude(state=MeetingState.CANCELLED)
    coming = meetings.filter(ends_at__gte=now).exclude(state=MeetingState.HELD).order_by("starts_at", "pk").first()
    members = collective.memberships.on(today).filter(voting=False).select_related("person", "organisation")
    return GroupView(
        collective=collective,
        steps=steps_of(collective),
        seats=list(seat_holders(collective, today)),
        others=list(members),
        actions=list(actions.open().filter(due_on__isnull=False).select_related("owner", "collective").order_by("due_on", "pk")[:SHOWN]),
        late=counts["late"],
        open_actions=counts["open"],
        decisions=list(decisions.open().select_related("meeting").order_by("state", "-decided_on", "-pk")[:SHOWN]),
        open_decisions=decided["open"],
        made_decisions=decided["all"],
        next_meeting=coming,
        last_meeting=meetings.filter(ends_at__lt=now).order_by("-starts_at").first(),
        agenda=list(coming.agenda.all()) if coming else [],
        answers=_answers(coming) if coming else "",
    )


def steps_of(collective: Collective) -> list[Step]:
    """The étapes of its life, those it passed with the date; asleep or closed, the last one it was at."""
    if not collective.has_stages:
        return []
    changes = list(collective.stage_changes.all())  # the latest first
    dates = {change.after: change.changed_on for change in reversed(changes)}
    here = collective.stage if is_living(collective) else next((change.before for change in changes if change.before in LIFE), "")
    place = LIFE.index(here) if here in LIFE else -1  # type: ignore[arg-type]
    steps = []
    for number, stage in enumerate(LIFE):
        state = "done" if number < place else "current" if number == place else ""
        if state == "current" and not is_living(collective):
            state = "done"
        steps.append(Step(typo_fr(stage.label.capitalize()), state, dates.get(stage) if state else None))
    if not is_living(collective):
        steps.append(Step(collective.stage_words, "current", dates.get(collective.stage)))
    return steps


def _answers(meeting: Meeting) -> str:
    """« 9 présences annoncées, 2 absences, 1 pouvoir, 3 sans réponse »."""
    rows = dict(Attendance.objects.filter(meeting=meeting).order_by().values_list("answer").annotate(n=Count("pk")))
    words = (
        (Answer.YES, "présence annoncée", "présences annoncées"),
        (Answer.NO, "absence", "absences"),
        (Answer.PROXY, "pouvoir", "pouvoirs"),
        (Answer.NONE, "sans réponse", "sans réponse"),
    )
    return ", ".join(plural(rows[code], one, many) for code, one, many in words if rows.get(code))


@dataclass
class ProcessView:
    """A démarche at a glance."""

    process: Process
    groups: list[Any]
    meetings: list[Meeting]
    actions: list[Action]
    late: int


def process_view(process: Process, user: "Anyone") -> ProcessView:
    """Its groups with their figures, the meetings to come, what is late."""
    now, today = timezone.now(), timezone.localdate()
    groups = list(overview(user, now).filter(process=process).order_by("sort_text", "pk"))
    meetings = Meeting.objects.visible_to(user).filter(collective__process=process).coming(now).exclude(state=MeetingState.HELD)
    late = Action.objects.visible_to(user).filter(collective__process=process).late(today)
    return ProcessView(
        process=process,
        groups=groups,
        meetings=list(meetings.select_related("collective")[:SHOWN]),
        actions=list(late.select_related("owner", "collective").order_by("due_on", "pk")[:SHOWN]),
        late=sum(group.actions_late for group in groups),
    )

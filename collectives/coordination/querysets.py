"""What is read of every group at once: its meetings, open decisions, late actions, and since when it says nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, DateTimeField, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from collectives.actions.models import Action
from collectives.groups.enums import LIFE_ENDS, CollectiveKind, Stage
from collectives.groups.models import Collective, StageChange
from collectives.meetings.enums import MeetingState
from collectives.meetings.models import Decision, Meeting
from collectives.notes.models import NoteRevision
from contacts.reference.models import Theme

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone

MINE = {"collective": OuterRef("pk")}


def overview(user: "Anyone", now: datetime | None = None) -> Any:
    """The groups that the person sees, each with its figures, in one query and two for what is prefetched."""
    rows = Collective.objects.visible_to(user).select_related("process", "region", "department", "epci", "lead_organisation")
    return with_figures(rows, now).prefetch_related("themes")


def with_figures(rows: QuerySet, now: datetime | None = None) -> Any:
    """`last_meeting_at`, `next_meeting_at`, `next_meeting_state`, `decisions_open`, `actions_late`, `actions_open`, `last_sign_at`, `stage_rank`."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    meetings = Meeting.objects.alive().exclude(state=MeetingState.CANCELLED).filter(**MINE)
    coming = meetings.filter(ends_at__gte=now).exclude(state=MeetingState.HELD).order_by("starts_at", "pk")
    gone = meetings.filter(ends_at__lt=now).order_by("-starts_at")
    actions = Action.objects.alive().filter(**MINE)
    return rows.annotate(
        last_meeting_at=Subquery(gone.values("starts_at")[:1]),
        next_meeting_at=Subquery(coming.values("starts_at")[:1]),
        next_meeting_state=Subquery(coming.values("state")[:1]),
        decisions_open=_number(Decision.objects.open().filter(**MINE)),
        actions_late=_number(actions.late(today)),
        actions_open=_number(actions.open()),
        last_sign_at=_last_sign(gone, actions),
        stage_rank=Case(*[When(stage=stage, then=Value(rank)) for rank, stage in enumerate(Stage)], output_field=IntegerField()),
    )


def _number(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("collective").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _last_sign(gone: QuerySet, actions: QuerySet) -> Greatest:
    """The latest of: a meeting that took place, a decision, an action touched, words noted, an étape passed; else its making."""

    def latest(rows: QuerySet, column: str, group: str = "collective") -> Coalesce:
        found = rows.order_by().values(group).annotate(at=Max(column)).values("at")
        return Coalesce(Subquery(found, output_field=DateTimeField()), F("created_at"))

    return Greatest(
        latest(gone, "starts_at"),
        latest(Decision.objects.filter(**MINE), "created_at"),
        latest(actions, "updated_at"),
        latest(NoteRevision.objects.filter(note__collective=OuterRef("pk")), "created_at", "note__collective"),
        latest(StageChange.objects.filter(**MINE), "created_at"),
    )


def is_living(collective: Collective) -> bool:
    """Something is expected of it."""
    return collective.stage not in LIFE_ENDS


def shared_themes(user: "Anyone", limit: int = 8) -> list[Any]:
    """Themes that at least two living groups bear, the most shared first, with `groups`."""
    living = Collective.objects.visible_to(user).exclude(stage__in=LIFE_ENDS)
    rows = Theme.objects.filter(collectives__in=living).annotate(groups=Count("collectives", distinct=True)).filter(groups__gte=2)
    return list(rows.order_by("-groups", "pk")[:limit])


def totals(rows: QuerySet) -> dict[str, int]:
    """What the head of the page says of the living groups: how many, without a meeting to come, late actions."""
    living = list(rows.exclude(stage__in=LIFE_ENDS).order_by().values_list("process", "next_meeting_at", "actions_late", "kind"))
    return {
        "groups": len(living),
        "processes": len({process for process, _, _, _ in living if process}),
        "unplanned": sum(planned is None and kind != CollectiveKind.COMMITTEE for _, planned, _, kind in living),
        "late": sum(late for _, _, late, _ in living),
    }

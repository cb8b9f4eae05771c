"""Boards and retro-plannings as pages show them; the number of queries does not grow with the cards."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from collectives.actions.enums import ActionState
from collectives.actions.lists import days_late
from collectives.actions.models import Action, Board, Column
from collectives.actions.planning import day_words
from contacts.comments.models import Comment
from labo_ess.text.dates import countdown, medium_date
from labo_ess.text.typography import plural, typo_fr

CLOSED_SHOWN = 20
"""Cards shown in a column that closes; the list has the others."""
SOON = 7


@dataclass
class ShownColumn:
    """A column, its cards in order, and how many more it holds."""

    column: Column
    cards: list[Action] = field(default_factory=list)
    count: int = 0

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


def columns_of(board: Board) -> list[ShownColumn]:
    """The columns of a board with their cards."""
    columns = list(board.columns.all())
    closing = [column.pk for column in columns if column.closes]
    alive = Action.objects.alive().filter(board=board)
    counts = dict(alive.order_by().values_list("column").annotate(Count("pk")))
    recent = alive.filter(column__in=closing).order_by("-closed_at", "-pk").values("pk")[: CLOSED_SHOWN * max(len(closing), 1)]
    wanted = Q(column__in=closing, pk__in=[row["pk"] for row in recent]) | ~Q(column__in=closing)
    cards = list(alive.filter(wanted).for_cards().order_by("position", "pk"))
    dress(cards, board)
    by_column: dict[int | None, list[Action]] = defaultdict(list)
    known = {column.pk for column in columns}
    for card in cards:
        by_column[card.column_id if card.column_id in known else (columns[0].pk if columns else None)].append(card)
    return [ShownColumn(column, by_column[column.pk], max(counts.get(column.pk, 0), len(by_column[column.pk]))) for column in columns]


def dress(actions: Iterable[Action], board: Board | None = None) -> None:
    """Give each action the words that its card shows."""
    found: list[Any] = list(actions)
    comments = _comment_counts(found)
    today = timezone.localdate()
    # One reverse for all: five hundred cards would ask for two thousand.
    base = reverse("collectives:actions:board", args=[(board or found[0]).collective.slug]) if found else ""
    for action in found:
        action.board = board or action.board
        action.address = f"{base}{action.public_id}/"
        action.comments = comments.get(action.public_id, 0)
        action.late = days_late(action)
        action.late_words = typo_fr(f"{plural(action.late, 'jour', 'jours')} de retard") if action.late else ""
        action.soon = not action.late and action.state == ActionState.OPEN and action.due_on is not None and (action.due_on - today).days <= SOON
        action.due_words = medium_date(action.due_on) if action.due_on else ""
        action.planned = day_words(action)


@dataclass(frozen=True)
class Line:
    """A line of the retro-planning: its J±n, and whether it is the next one."""

    action: Action
    j: str
    current: bool


def retroplanning_of(board: Board) -> tuple[list[Line], list[Action]]:
    """Dated actions of a board from the first to the last, then those without a date."""
    actions = list(Action.objects.alive().filter(board=board).for_cards().order_by("due_on", "position", "pk"))
    dress(actions, board)
    today = timezone.localdate()
    dated = [action for action in actions if action.due_on]
    following = next((action.pk for action in dated if action.state == ActionState.OPEN and action.due_on and action.due_on >= today), None)
    lines = [Line(action, _j(action.due_on, board.anchor_date), action.pk == following) for action in dated if action.due_on]
    return lines, [action for action in actions if action.due_on is None]


def _j(day: date | None, anchor: date | None) -> str:
    if day is None or anchor is None:
        return ""
    return "jour J" if day == anchor else countdown(anchor, day)


def _comment_counts(actions: list[Action]) -> dict[Any, int]:
    """Comments that stand, by action: one query for all."""
    about = ContentType.objects.get_for_model(Action)
    standing = Comment.objects.standing().filter(thread__about_type=about, thread__about_id__in=[action.public_id for action in actions])
    return dict(standing.order_by().values_list("thread__about_id").annotate(Count("pk")))

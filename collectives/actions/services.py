"""What is done to actions: made, changed, passed, moved on their board, assigned, postponed, ticked, labelled, put in the Corbeille."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from collectives.actions.enums import ACTION_PASSAGES, ActionState
from collectives.actions.exceptions import (
    ActionClosed,
    DueBeforeBirth,
    ElsewhereRefused,
    NothingToDo,
    PassageRefused,
    PostponedToThePast,
)
from collectives.actions.models import Action, Board, ChecklistItem, Column, Label
from collectives.groups.models import Collective
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import entries_of
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.revisions.services import check_version
from labo_ess.text.names import clean_name, clean_text

TITLE_LENGTH = Action._meta.get_field("title").max_length or 0
ORIGIN_LENGTH = Action._meta.get_field("origin_label").max_length or 0
ITEM_LENGTH = ChecklistItem._meta.get_field("text").max_length or 0
EDITED = frozenset({"title", "description", "owner", "due_on", "pinned"})


@transaction.atomic
def create_action(
    *,
    collective: Collective,
    title: str,
    by: Actor,
    owner: Person | None = None,
    due_on: date | None = None,
    board: Board | None = None,
    column: Column | None = None,
    description: str = "",
    offset_days: int | None = None,
    pinned: bool = False,
    born_on: date | None = None,
    origin_label: str = "",
    origin_address: str = "",
) -> Action:
    """Something to do. On a board it goes at the end of `column`, or of the first column.

    `born_on` is the day of the meeting that decided it, today when nobody says otherwise; a due date before it is refused,
    but for a line of a retro-planning (`offset_days`), whose date comes from the anchor.
    """
    title = clean_name(title)[:TITLE_LENGTH]
    if not title:
        raise NothingToDo
    board, column = _place(collective, board, column)
    if offset_days is not None and due_on is None and board is not None and board.anchor_date:
        due_on = board.anchor_date + timedelta(days=offset_days)
    action = Action(
        collective=collective, title=title, description=clean_text(description), owner=owner, due_on=due_on, board=board, column=column,
        offset_days=offset_days, pinned=pinned and offset_days is not None, born_on=born_on or timezone.localdate(),
        origin_label=clean_name(origin_label)[:ORIGIN_LENGTH], origin_address=origin_address[:ORIGIN_LENGTH],
    )  # fmt: skip
    _check_due(action)
    action.position = _end_of(action)
    if column is not None and column.closes:
        _close(action, ActionState.DONE)
    action.save()
    record(by=by, verb="action.created", on=action, collective=collective)
    return action


@transaction.atomic
def edit_action(*, action: Action, seen_version: int, by: Actor, **changes: Any) -> Action:
    """Change its words, owner, date or pin (`EDITED`); `StaleVersion` when someone saved since the page was shown.

    On a retro-planning a new date changes the J−n with it, unless it is pinned: then the date stays when the day moves.
    Taking the pin off brings the date back to its J−n.
    """
    action = get_for_update(Action.objects.select_related("board"), pk=action.pk)
    wanted = {name: _cleaned(name, value) for name, value in changes.items() if name in EDITED}
    changed = [name for name, value in wanted.items() if getattr(action, name) != value and not (name == "pinned" and _is_free(action))]
    if wanted.get("pinned") is False and _is_free(action) and wanted.get("due_on", action.due_on):
        changed.append("pinned")  # a free date becomes one that follows the anchor
    if not changed:
        return action
    check_version(action, seen_version)
    if "title" in changed and not wanted["title"]:
        raise NothingToDo
    for name in changed:
        setattr(action, name, wanted[name])
    _date_and_offset(action, changed)
    _check_due(action)
    action.save()
    record(by=by, verb="action.edited", on=action, fields=changed)
    return action


@transaction.atomic
def pass_action(*, action: Action, state: ActionState | str, by: Actor) -> Action:
    """Done, dropped, or open again; its card goes to the column that closes and comes back where it stood."""
    action = get_for_update(Action.objects.select_related("board", "column"), pk=action.pk)
    before, after = ActionState(action.state), ActionState(state)
    if after == before:
        return action
    if after not in ACTION_PASSAGES[before]:
        raise PassageRefused(f"Cette action est « {before.label} » : elle ne peut pas passer à « {after.label} ». Rien n’a changé.")
    left = action.column
    column = _column_for(action, after)
    if column != action.column:
        action.column = column
        action.position = _end_of(action)
    _close(action, after)
    action.save(update_fields=["state", "closed_at", "column", "position", "updated_at"])
    record(by=by, verb="action.passed", on=action, before=str(before), after=str(after), column=left)
    return action


@transaction.atomic
def move_action(*, action: Action, column: Column, by: Actor, position: int | None = None) -> Action:
    """To a column, at a place counted from 0 (the end by default). Entering the one that closes marks the action done,
    leaving it opens the action again.
    """
    action = get_for_update(Action.objects.select_related("column"), pk=action.pk)
    column = Column.objects.select_related("board").get(pk=column.pk)
    if action.collective_id != column.board.collective_id:
        raise ElsewhereRefused("Cette colonne n’est pas d’un tableau du même collectif. Rien n’a changé.")
    before = action.column
    cards = [each for each in _cards(column) if each.pk != action.pk]
    where = len(cards) if position is None else max(0, min(position, len(cards)))
    cards.insert(where, action)
    action.board, action.column, action.position = column.board, column, where
    state = ActionState(action.state)
    if column.closes and state == ActionState.OPEN:
        _close(action, ActionState.DONE)
    elif not column.closes and state != ActionState.OPEN and before is not None and before.pk != column.pk:
        _close(action, ActionState.OPEN)
    action.save(update_fields=["board", "column", "position", "state", "closed_at", "updated_at"])
    for rank, card in enumerate(cards):
        card.position = rank
    Action.objects.bulk_update(cards, ["position"])
    if before is None or before.pk != column.pk:
        record(by=by, verb="action.moved", on=action, column=column)
    if action.state != state:
        record(by=by, verb="action.passed", on=action, before=str(state), after=str(action.state), column=before)
    return action


@transaction.atomic
def assign_action(*, action: Action, owner: Person | None, by: Actor) -> Action:
    """Who does it; nobody with None."""
    action = get_for_update(Action.objects.all(), pk=action.pk)
    if action.owner_id != (owner.pk if owner else None):
        action.owner = owner
        action.save(update_fields=["owner", "updated_at"])
        record(by=by, verb="action.assigned" if owner else "action.unassigned", on=action, **({"person": owner} if owner else {}))
    return action


@transaction.atomic
def postpone_action(*, action: Action, new_date: date, by: Actor) -> Action:
    """A later date; on a retro-planning the J−n follows, so that moving the day still moves it."""
    action = get_for_update(Action.objects.select_related("board"), pk=action.pk)
    if action.state != ActionState.OPEN:
        raise ActionClosed(f"Cette action est « {ActionState(action.state).label} » : elle ne se reporte plus. Rien n’a changé.")
    if new_date <= timezone.localdate():
        raise PostponedToThePast
    if new_date == action.due_on:
        return action
    before = action.due_on
    action.due_on = new_date
    _date_and_offset(action, ["due_on"])
    _check_due(action)
    action.save(update_fields=["due_on", "offset_days", "updated_at"])
    record(by=by, verb="action.postponed", on=action, before=before.isoformat() if before else "", after=new_date.isoformat())
    return action


@transaction.atomic
def undo_postponement(*, action: Action, by: Actor) -> Action:
    """The date that stood before the last postponement, when nothing else changed it since."""
    action = get_for_update(Action.objects.select_related("board"), pk=action.pk)
    last = last_postponement(action)
    if last is None:
        return action
    earlier = last.details.get("before") or ""
    action.due_on = date.fromisoformat(earlier) if earlier else None
    _date_and_offset(action, ["due_on"], keep_offset=not earlier)
    action.save(update_fields=["due_on", "offset_days", "updated_at"])
    record(by=by, verb="action.postponement_undone", on=action, after=earlier)
    return action


def last_postponement(action: Action) -> AuditEntry | None:
    """The postponement whose date still stands."""
    verbs = ("action.postponed", "action.postponement_undone", "action.edited", "action.followed")
    last = entries_of(action).filter(verb__in=verbs).first()
    stands = last is not None and last.verb == "action.postponed" and action.due_on is not None
    return last if stands and last and action.due_on and last.details.get("after") == action.due_on.isoformat() else None


@transaction.atomic
def trash_action(*, action: Action, by: Actor) -> Action:
    """Put it in the Corbeille, where it stays thirty days."""
    action = get_for_update(Action.objects.all(), pk=action.pk)
    if not action.is_trashed:
        action.put_in_trash()
        record(by=by, verb="action.trashed", on=action)
    return action


@transaction.atomic
def restore_action(*, action: Action, by: Actor) -> Action:
    """Take it back out of the Corbeille."""
    action = get_for_update(Action.objects.all(), pk=action.pk)
    if action.is_trashed:
        action.trashed_at = None
        action.save(update_fields=["trashed_at"])
        record(by=by, verb="action.restored", on=action)
    return action


@transaction.atomic
def add_item(*, action: Action, text: str, by: Actor) -> ChecklistItem:
    """A line to tick, at the end."""
    text = clean_name(text)[:ITEM_LENGTH]
    if not text:
        raise NothingToDo
    action = get_for_update(Action.objects.all(), pk=action.pk)
    item = ChecklistItem.objects.create(action=action, text=text, position=action.checklist.count())
    record(by=by, verb="action.item_added", on=action)
    return item


@transaction.atomic
def tick_item(*, item: ChecklistItem, done: bool, by: Actor) -> ChecklistItem:
    """Done, or no longer; saying it twice changes nothing."""
    item = get_for_update(ChecklistItem.objects.select_related("action"), pk=item.pk)
    if item.done != done:
        item.done = done
        item.save(update_fields=["done"])
        record(by=by, verb="action.item_ticked" if done else "action.item_unticked", on=item.action)
    return item


@transaction.atomic
def remove_item(*, item: ChecklistItem, by: Actor) -> Action:
    """Take a line off."""
    action = item.action
    deleted, _ = ChecklistItem.objects.filter(pk=item.pk).delete()
    if deleted:
        record(by=by, verb="action.item_removed", on=action)
    return action


@transaction.atomic
def set_labels(*, action: Action, labels: Iterable[Label], by: Actor) -> Action:
    """The labels of a card: those of its board."""
    wanted = {label.pk: label for label in labels}
    if any(label.board_id != action.board_id for label in wanted.values()):
        raise ElsewhereRefused("Cette étiquette n’est pas de ce tableau. Rien n’a changé.", field="labels")
    action = get_for_update(Action.objects.all(), pk=action.pk)
    if set(action.labels.values_list("pk", flat=True)) != set(wanted):
        action.labels.set(wanted.values())
        record(by=by, verb="action.labelled", on=action, count=len(wanted))
    return action


def _cleaned(name: str, value: Any) -> Any:
    if name == "title":
        return clean_name(value)[:TITLE_LENGTH]
    return clean_text(value) if name == "description" else value


def _check_due(action: Action) -> None:
    """The date of a line of a retro-planning comes from its anchor, and may be past on the day it is made."""
    if action.due_on and action.offset_days is None and action.due_on < action.born_on:
        raise DueBeforeBirth(action.due_on, action.born_on)


def _date_and_offset(action: Action, changed: list[str], *, keep_offset: bool = False) -> None:
    """On a retro-planning: a date typed changes the J−n, or is pinned; without pin the date is that of the J−n."""
    anchor = action.board.anchor_date if action.board else None
    if anchor is None or (action.offset_days is None and "pinned" not in changed):
        action.pinned = False
        return
    if action.offset_days is None and action.due_on is not None:
        action.offset_days = (action.due_on - anchor).days
    elif action.due_on is None:
        if not keep_offset:
            action.offset_days, action.pinned = None, False
    elif action.pinned:
        return
    elif "due_on" in changed:
        action.offset_days = (action.due_on - anchor).days
    elif "pinned" in changed and action.offset_days is not None:
        action.due_on = anchor + timedelta(days=action.offset_days)


def _is_free(action: Action) -> bool:
    """On a retro-planning, and not tied to its anchor."""
    return action.offset_days is None and action.board is not None and action.board.anchor_date is not None


def _place(collective: Collective, board: Board | None, column: Column | None) -> tuple[Board | None, Column | None]:
    """The board and the column of a new action, which are of the same group."""
    if column is not None:
        board = board or column.board
        if column.board_id != board.pk:
            raise ElsewhereRefused("Cette colonne n’est pas de ce tableau. Rien n’a été enregistré.", field="column")
    if board is not None and board.collective_id != collective.pk:
        raise ElsewhereRefused("Ce tableau est celui d’un autre collectif. Rien n’a été enregistré.", field="board")
    return board, column or (board.columns.first() if board else None)


def _cards(column: Column) -> list[Action]:
    return list(Action.objects.alive().filter(column=column).order_by("position", "pk"))


def _end_of(action: Action) -> int:
    """The number after the last card of its column."""
    last = Action.objects.filter(collective=action.collective, column=action.column).exclude(pk=action.pk).order_by("-position").first()
    return 0 if last is None else last.position + 1


def _close(action: Action, state: ActionState) -> None:
    action.state = state
    action.closed_at = None if state == ActionState.OPEN else timezone.now()


def _column_for(action: Action, state: ActionState) -> Column | None:
    """Where its card goes: the column that closes when it is done, where it stood before when it opens again."""
    if action.board is None:
        return action.column
    columns = list(action.board.columns.all())
    closing = [column for column in columns if column.closes]
    standing = [column for column in columns if not column.closes]
    if state == ActionState.DONE:
        return action.column if action.column in closing else next(iter(closing), action.column)
    if state == ActionState.DROPPED or action.column in standing:
        return action.column
    last = entries_of(action).filter(verb="action.passed", details__before=str(ActionState.OPEN)).first()
    known = (last.details.get("column") or {}).get("id", "") if last else ""
    return next((column for column in standing if str(column.public_id) == known), next(iter(standing), action.column))

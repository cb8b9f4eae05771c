"""The demo's boards: the retro-planning of the day ahead, half done, with one date pinned; and the board of a chantier."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from collectives.actions.emails import action_link
from collectives.actions.models import Action, Board, Column, PlanningModel
from collectives.actions.planning import DAY_MODEL, add_label, apply_model, create_board, load_models
from collectives.actions.services import add_item, assign_action, create_action, edit_action, move_action, pass_action, set_labels, tick_item
from collectives.groups.models import Collective
from contacts.comments.services import add_comment
from contacts.directory.models import Person
from contacts.directory.services import add_email
from events.days.models import Day
from labo_ess.audit.actors import Actor
from labo_ess.links.services import address
from reports.demo.scenario import tables


def load_actions(groups: dict[str, Collective], persons: dict[str, Person], days: dict[str, Day], team_email: str, by: Actor) -> None:
    """Boards and actions of the scenario. The account of the team is Lou's: its address leads to her actions."""
    add_email(person=persons["lou"], address=team_email, by=by)
    load_models()
    described = tables("actions")
    _load_retroplanning(described["retroplanning"], groups, persons, days, by)
    for row in described["boards"]:
        _load_board(row, groups[row["group"]], persons, by)


def demo_action_link(by: Actor) -> str:
    """The link of an open action's owner."""
    action = Action.objects.alive().open().filter(owner__emails__isnull=False).select_related("owner").order_by("due_on", "pk").first()
    return address(action_link(action=action, person=action.owner, by=by)) if action and action.owner else ""


def _load_retroplanning(row: dict[str, Any], groups: dict[str, Collective], persons: dict[str, Person], days: dict[str, Day], by: Actor) -> None:
    board = create_board(collective=groups[row["committee"]], title=row["title"], anchor_date=days[row["committee"]].date, follows_day=True, by=by)
    apply_model(board=board, model=PlanningModel.objects.get(name=DAY_MODEL), by=by)
    actions = {action.offset_days: action for action in board.actions.all()}
    doing = board.columns.all()[1]
    for offset, owner in row["owners"]:
        assign_action(action=actions[offset], owner=persons[owner], by=by)
    for offset in row["doing"]:
        move_action(action=actions[offset], column=doing, by=by)
    for offset in row["done"]:
        pass_action(action=actions[offset], state="done", by=by)
    for offset in row["pinned"]:
        edit_action(action=actions[offset], seen_version=1, pinned=True, by=by)
    for name, series, offsets in row["labels"]:
        label = add_label(board=board, name=name, series=series, by=by)
        for offset in offsets:
            set_labels(action=actions[offset], labels=[label], by=by)
    for offset, texts, ticked in row["boxes"]:
        _boxes(actions[offset], texts, ticked, by)
    for offset, text in row["comments"]:
        add_comment(obj=actions[offset], text=text, by=by)


def _load_board(row: dict[str, Any], group: Collective, persons: dict[str, Person], by: Actor) -> None:
    board = create_board(collective=group, title=row["title"], by=by)
    labels = {name: add_label(board=board, name=name, series=series, by=by) for name, series in row["labels"]}
    columns = {column.title: column for column in board.columns.all()}
    for each in row["actions"]:
        action = _action(each, board, columns, persons, by)
        set_labels(action=action, labels=[labels[name] for name in each.get("labels", [])], by=by)
        _boxes(action, each.get("boxes", []), 1 if each.get("boxes") else 0, by)


def _action(row: dict[str, Any], board: Board, columns: dict[str, Column], persons: dict[str, Person], by: Actor) -> Action:
    today = timezone.localdate()
    action = create_action(
        collective=board.collective,
        title=row["title"],
        owner=persons[row["owner"]] if "owner" in row else None,
        due_on=today + timedelta(days=row["due"]) if "due" in row else None,
        column=columns[row.get("column", "À faire")],
        born_on=today + timedelta(days=row["born"]),
        origin_label=row.get("origin", ""),
        by=by,
    )
    return pass_action(action=action, state=row["state"], by=by) if "state" in row else action


def _boxes(action: Action, texts: list[str], ticked: int, by: Actor) -> None:
    for rank, text in enumerate(texts):
        item = add_item(action=action, text=text, by=by)
        if rank < ticked:
            tick_item(item=item, done=True, by=by)

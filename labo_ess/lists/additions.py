"""Columns and actions on a selection that an upper app adds to a lower list."""

from labo_ess.lists.columns import BulkAction, Column

_columns: dict[str, dict[str, Column]] = {}
_actions: dict[str, dict[str, BulkAction]] = {}


def add_column(list_name: str, column: Column) -> None:
    """A column more in the list of that name."""
    _columns.setdefault(list_name, {})[column.key] = column


def add_action(list_name: str, action: BulkAction) -> None:
    """A button more over its selection."""
    _actions.setdefault(list_name, {})[action.code] = action


def columns(list_name: str) -> list[Column]:
    """What was added to its columns."""
    return list(_columns.get(list_name, {}).values())


def actions(list_name: str) -> list[BulkAction]:
    """What was added to its actions."""
    return list(_actions.get(list_name, {}).values())

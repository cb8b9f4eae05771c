"""Who sees and changes actions: whoever sees and edits their group."""

from typing import TYPE_CHECKING

from collectives.actions.models import Action
from collectives.groups.enums import Stage
from collectives.groups.permissions import can_edit_collective, can_see_collective

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_see_action(user: "Anyone", action: Action) -> bool:
    """As `Action.objects.visible_to(user)`."""
    return not action.is_trashed and can_see_collective(user, action.collective)


def can_edit_action(user: "Anyone", action: Action) -> bool:
    """Whoever edits its group."""
    return not action.is_trashed and can_edit_collective(user, action.collective)


def answers_are_open(action: Action) -> bool:
    """Whether its owner's link still acts: it waits to be done, and its group lives."""
    return not action.is_trashed and not action.collective.is_trashed and action.collective.stage != Stage.CLOSED

"""Who reads and changes the members of a group: as the group itself."""

from typing import TYPE_CHECKING

from collectives.groups.permissions import can_edit_collective, can_search_directory, can_see_collective
from labo_ess.accounts.roles import can_read_house

if TYPE_CHECKING:
    from collectives.groups.models import Collective
    from labo_ess.accounts.roles import Anyone

__all__ = ["can_edit_members", "can_open_fiches", "can_search_directory", "can_see_members"]


def can_see_members(user: "Anyone", collective: "Collective") -> bool:
    """Whoever sees the group; for a référent·e these pages are the only ones where persons are named."""
    return can_see_collective(user, collective)


def can_edit_members(user: "Anyone", collective: "Collective") -> bool:
    """Whoever changes the group."""
    return can_edit_collective(user, collective)


def can_open_fiches(user: "Anyone") -> bool:
    """Names lead to the directory for whoever reads it."""
    return can_read_house(user)

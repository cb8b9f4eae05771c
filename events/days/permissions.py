"""Who sees and who changes a day, in words that can be read and corrected."""

from typing import TYPE_CHECKING

from events.days.models import Cycle, Day
from labo_ess.accounts.roles import can_read_house, is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_see_day(user: "Anyone", day: Day) -> bool:
    """Whoever reads the house; a day in the Corbeille is seen there only. Agrees with `Day.objects.visible_to`."""
    return can_read_house(user) and not day.is_trashed


def can_edit_day(user: "Anyone", day: Day) -> bool:
    """The team; its programme, partners and rooms go with it."""
    return is_team(user) and not day.is_trashed


def can_see_cycle(user: "Anyone", cycle: Cycle) -> bool:
    """Whoever reads the house."""
    return can_read_house(user)


def can_edit_cycle(user: "Anyone", cycle: Cycle) -> bool:
    """The team."""
    return is_team(user)

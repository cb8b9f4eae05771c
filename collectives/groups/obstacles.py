"""What keeps a group from being closed: features above say it here, so that groups need not know them.

from collectives.groups import obstacles

@obstacles.register
def planned_meeting(collective: Collective) -> str:
    return "La réunion du 3 décembre est convoquée : annulez-la ou tenez-la d’abord."   # empty: nothing in the way
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectives.groups.models import Collective

Obstacle = Callable[["Collective"], str]

_obstacles: list[Obstacle] = []


def register(obstacle: Obstacle) -> Obstacle:
    """Ask this function before a group is closed or put in the Corbeille; usable as a decorator."""
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)
    return obstacle


def of(collective: "Collective") -> list[str]:
    """The French sentences of what stands in the way."""
    return [sentence for obstacle in _obstacles if (sentence := obstacle(collective))]

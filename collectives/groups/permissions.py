"""Who sees and who changes a démarche, a group and what it holds, in words that can be read and corrected."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from collectives.groups.models import Collective, Process
from labo_ess.accounts.roles import Role, can_read_house, is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def is_referent(user: "Anyone") -> bool:
    """Référent·e or co-pilote: an account limited to its démarches."""
    return user.is_authenticated and user.is_active and getattr(user, "role", "") == Role.REFERENT


def can_open_collectives(user: "Anyone") -> bool:
    """Whoever reads the house; a référent·e, for those of its démarches."""
    return can_read_house(user) or is_referent(user)


def can_see_process(user: "Anyone", process: Process) -> bool:
    """As `Process.objects.visible_to(user)`: whoever reads the house, and its own référent·e·s."""
    return not process.is_trashed and (can_read_house(user) or _refers(user, process.pk))


def can_edit_process(user: "Anyone", process: Process | None = None) -> bool:
    """The team: a démarche's title, phases, lead organisations and référent·e·s."""
    return is_team(user) and (process is None or not process.is_trashed)


def can_see_collective(user: "Anyone", collective: Collective) -> bool:
    """As `Collective.objects.visible_to(user)`: whoever reads the house, and the référent·e·s of its démarche."""
    return not collective.is_trashed and (can_read_house(user) or _refers(user, collective.process_id))


def can_edit_collective(user: "Anyone", collective: Collective) -> bool:
    """The team, and the référent·e·s of its démarche: the group, its members, meetings, minutes, actions and boards."""
    return not collective.is_trashed and (is_team(user) or _refers(user, collective.process_id))


def can_create_collective(user: "Anyone") -> bool:
    """The team makes groups, moves them to another démarche and puts them in the Corbeille."""
    return is_team(user)


def can_search_directory(user: "Anyone") -> bool:
    """A référent·e meets persons as members only: it adds a member by typing the name and the address it knows."""
    return can_read_house(user)


def require_edit(user: "Anyone", collective: Collective) -> None:
    """403 for a reader. Give it a collective taken from `visible_to`, so that a stranger got its 404 before."""
    if not can_edit_collective(user, collective):
        raise PermissionDenied


def _refers(user: "Anyone", process_id: int | None) -> bool:
    if process_id is None or not is_referent(user):
        return False
    return Process.objects.filter(pk=process_id, referents=user.pk).exists()

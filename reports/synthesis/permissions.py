"""Who reads and writes a synthesis."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import can_read_house, is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone
    from reports.synthesis.models import Synthesis


def can_read_synthesis(user: "Anyone", synthesis: "Synthesis") -> bool:
    """Whoever reads the house, while it is not in the Corbeille."""
    return can_read_house(user) and not synthesis.is_trashed


def can_edit_synthesis(user: "Anyone", synthesis: "Synthesis") -> bool:
    """The team, while it is not in the Corbeille."""
    return is_team(user) and not synthesis.is_trashed

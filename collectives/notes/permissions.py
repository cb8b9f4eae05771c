"""Who reads and writes notes on the staff side; holders of a link are answered by the feature that made it."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import can_read_house, is_team

if TYPE_CHECKING:
    from collectives.notes.models import Note
    from labo_ess.accounts.roles import Anyone


def can_read_note(user: "Anyone", note: "Note") -> bool:
    """Whoever reads the house."""
    return can_read_house(user)


def can_write_note(user: "Anyone", note: "Note") -> bool:
    """The team."""
    return is_team(user)

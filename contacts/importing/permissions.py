"""Who imports."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_import(user: "Anyone") -> bool:
    """The team; the lines of a file are personal data that a reader does not see."""
    return is_team(user)

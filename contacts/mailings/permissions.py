"""Who prepares and sends mailings: the team. Lecture does not see them, since they show addresses and texts to come."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_send_mailings(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)

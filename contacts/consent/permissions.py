"""Who sees and notes consents."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_see_consents(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)


def can_note_consent(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)

"""Who reads and writes invitations."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import can_export_people, can_read_house, is_team

if TYPE_CHECKING:
    from events.invitations.models import Invitation
    from labo_ess.accounts.roles import Anyone


def can_see_invitation(user: "Anyone", invitation: "Invitation") -> bool:
    """As `Invitation.objects.visible_to(user)`."""
    return can_read_house(user)


def can_invite(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)


def can_export_invitations(user: "Anyone") -> bool:
    """Lists of people leave the house with the team only."""
    return can_export_people(user)

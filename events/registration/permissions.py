"""Who reads and writes registrations."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import can_export_people, can_read_house, is_team

if TYPE_CHECKING:
    from events.registration.models import Registration
    from labo_ess.accounts.roles import Anyone


def can_see_registration(user: "Anyone", registration: "Registration") -> bool:
    """As `Registration.objects.visible_to(user)`."""
    return can_read_house(user)


def can_edit_registrations(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)


def can_see_needs(user: "Anyone") -> bool:
    """Special needs are for who prepares the welcome."""
    return is_team(user)


def can_export_registrations(user: "Anyone") -> bool:
    """Lists of people leave the house with the team only."""
    return can_export_people(user)

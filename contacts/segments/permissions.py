"""Who sees and makes lists."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import can_read_house, is_team

if TYPE_CHECKING:
    from contacts.segments.models import ContactList
    from labo_ess.accounts.roles import Anyone


def can_see_lists(user: "Anyone") -> bool:
    """Team and lecture."""
    return can_read_house(user)


def can_see_list(user: "Anyone", contact_list: "ContactList") -> bool:
    """As `ContactList.objects.visible_to(user)`."""
    return can_read_house(user) and not contact_list.is_trashed


def can_edit_lists(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)

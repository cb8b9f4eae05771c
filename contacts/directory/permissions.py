"""Who reads and writes the directory."""

from typing import TYPE_CHECKING

from labo_ess.accounts.roles import can_export_people, can_read_house, is_team

if TYPE_CHECKING:
    from contacts.directory.models import Organisation, Person
    from labo_ess.accounts.roles import Anyone


def can_see_directory(user: "Anyone") -> bool:
    """Team and lecture; a référent·e meets persons only as members of a collective."""
    return can_read_house(user)


def can_see_person(user: "Anyone", person: "Person") -> bool:
    """As `Person.objects.visible_to(user)`."""
    return can_read_house(user) and not person.is_trashed


def can_see_organisation(user: "Anyone", organisation: "Organisation") -> bool:
    """As `Organisation.objects.visible_to(user)`."""
    return can_read_house(user) and not organisation.is_trashed


def can_edit_directory(user: "Anyone") -> bool:
    """The team."""
    return is_team(user)


def can_see_addresses(user: "Anyone") -> bool:
    """E-mail addresses, phones, remarks and origin are for the team."""
    return is_team(user)


def can_export_directory(user: "Anyone") -> bool:
    """Lists of persons leave the house with the team only."""
    return can_export_people(user)

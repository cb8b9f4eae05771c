"""The Corbeille shows persons and organisations to the team."""

from contacts.directory.models import Organisation, Person
from contacts.directory.permissions import can_edit_directory
from contacts.directory.services import restore_many, restore_organisations
from labo_ess.audit.actors import Actor
from labo_ess.revisions.trash import trashable


def _restore_person(person: Person, by: Actor) -> Person:
    restore_many(persons=[person], by=by)
    person.trashed_at = None
    return person


def _restore_organisation(organisation: Organisation, by: Actor) -> Organisation:
    restore_organisations(organisations=[organisation], by=by)
    organisation.trashed_at = None
    return organisation


trashable(
    Person,
    "Personnes",
    can_restore=lambda user, _: can_edit_directory(user),
    restore=_restore_person,
    address=lambda each: each.get_absolute_url(),
)
trashable(
    Organisation,
    "Structures",
    can_restore=lambda user, _: can_edit_directory(user),
    restore=_restore_organisation,
    address=lambda each: each.get_absolute_url(),
)

"""Making and filling lists."""

from collections.abc import Iterable

from django.db import transaction

from contacts.directory.models import Person
from contacts.segments.exceptions import ListNameTaken
from contacts.segments.models import ContactList, ListMember
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.text.names import clean_name
from labo_ess.text.search import search_key


@transaction.atomic
def create_list(*, name: str, persons: Iterable[Person] = (), note: str = "", by: Actor) -> ContactList:
    """A list kept as it is made: later changes of the directory do not move it."""
    name = clean_name(name)
    _refuse_taken(name)
    made = ContactList.objects.create(name=name, note=clean_name(note)[:300])
    record(by=by, verb="list.created", on=made, count=_put(made, persons))
    return made


@transaction.atomic
def rename_list(*, contact_list: ContactList, name: str, note: str = "", by: Actor) -> ContactList:
    """Another name, another line on how it was made."""
    name = clean_name(name)
    _refuse_taken(name, contact_list)
    contact_list.name, contact_list.note = name, clean_name(note)[:300]
    contact_list.save()
    record(by=by, verb="list.renamed", on=contact_list)
    return contact_list


@transaction.atomic
def add_to_list(*, contact_list: ContactList, persons: Iterable[Person], by: Actor) -> int:
    """How many were not there yet; who is there already is not doubled."""
    added = _put(contact_list, persons)
    if added:
        record(by=by, verb="list.filled", on=contact_list, count=added)
    return added


@transaction.atomic
def remove_from_list(*, contact_list: ContactList, persons: Iterable[Person], by: Actor) -> int:
    """Take persons off a list; they stay in the directory."""
    removed, _ = contact_list.members.filter(person__in=list(persons)).delete()
    if removed:
        record(by=by, verb="list.thinned", on=contact_list, count=removed)
    return removed


@transaction.atomic
def put_list_in_trash(*, contact_list: ContactList, by: Actor) -> ContactList:
    """Into the Corbeille; its persons stay in the directory."""
    if not contact_list.is_trashed:
        contact_list.put_in_trash()
        record(by=by, verb="list.trashed", on=contact_list)
    return contact_list


def _put(contact_list: ContactList, persons: Iterable[Person]) -> int:
    there = set(contact_list.members.values_list("person_id", flat=True))
    rows = [ListMember(contact_list=contact_list, person=person) for person in persons if person.pk not in there]
    ListMember.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def _refuse_taken(name: str, other_than: ContactList | None = None) -> None:
    for other in ContactList.objects.alive().only("name"):
        if other != other_than and search_key(other.name) == search_key(name):
            raise ListNameTaken(other.name)

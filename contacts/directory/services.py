"""What is done to persons: their fiche, their positions, their addresses."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from contacts.directory.addresses import phone_key, read_email
from contacts.directory.checks import check_lengths
from contacts.directory.exceptions import AddressAlreadyThere, DatesReversed, NameMissing, PositionEmpty
from contacts.directory.matching import find_person, lookalikes
from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position
from contacts.directory.organisations import (
    create_organisation,
    edit_organisation,
    find_or_create_organisation,
    put_organisation_in_trash,
    restore_organisations,
    settle_organisation,
)
from contacts.directory.refresh import refresh_search
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record, record_many
from labo_ess.text.names import clean_name

__all__ = [
    "add_email",
    "add_phone",
    "add_position",
    "create_organisation",
    "create_person",
    "edit_organisation",
    "edit_person",
    "edit_position",
    "find_or_create_organisation",
    "find_or_create_person",
    "note_act",
    "put_in_trash",
    "put_many_in_trash",
    "put_organisation_in_trash",
    "refresh_search",
    "remove_email",
    "remove_phone",
    "remove_position",
    "restore_many",
    "restore_organisations",
    "set_main_email",
    "settle_organisation",
    "settle_resemblance",
]

PERSON_FIELDS = ("civility", "first_name", "last_name", "note", "source", "region", "department", "epci", "commune")
_NAMES = ("first_name", "last_name", "source")


@transaction.atomic
def create_person(
    *,
    last_name: str,
    first_name: str = "",
    email: str = "",
    phone: str = "",
    organisation_name: str = "",
    organisation: Organisation | None = None,
    title: str = "",
    source: str = "",
    themes: Iterable[Any] = (),
    to_compare: bool = False,
    by: Actor,
    **fields: Any,
) -> Person:
    """A new person with a first address, phone and position; flagged `resembles` when a fiche looks alike, or nobody of the house typed it."""
    address = read_email(email)
    person = Person(source=source)
    _set(person, {"first_name": first_name, "last_name": last_name, "source": source, **fields})
    person.resembles = to_compare or bool(lookalikes(first_name=person.first_name, last_name=person.last_name, email=address, phone=phone))
    person.save()
    person.themes.set(themes)
    if address:
        EmailAddress.objects.create(person=person, address=address)
    if clean_name(phone):
        _new_phone(person, phone)
    if organisation is None and clean_name(organisation_name):
        organisation = find_or_create_organisation(name=organisation_name, source=source, by=by)
    if organisation is not None or clean_name(title):
        Position.objects.create(person=person, organisation=organisation, title=_title(title), is_main=True)
    refresh_search(person)
    record(by=by, verb="person.created", on=person, resembles=person.resembles)
    return person


@transaction.atomic
def find_or_create_person(*, last_name: str, first_name: str = "", email: str = "", phone: str = "", by: Actor, **details: Any) -> Person:
    """The person of this name and of this address or phone, else a new one (flagged when something looks alike)."""
    found = find_person(first_name=first_name, last_name=last_name, email=read_email(email), phone=phone)
    if found is not None:
        return found
    return create_person(first_name=first_name, last_name=last_name, email=email, phone=phone, by=by, **details)


@transaction.atomic
def edit_person(*, person: Person, by: Actor, themes: Iterable[Any] | None = None, **fields: Any) -> Person:
    """Change the fields given (see PERSON_FIELDS); what is not given stays."""
    before = {name: getattr(person, name) for name in fields}
    _set(person, fields)
    person.save()
    if themes is not None:
        person.themes.set(themes)
    changed = sorted(name for name in fields if before[name] != getattr(person, name))
    record(by=by, verb="person.edited", on=person, fields=changed)
    return person


@transaction.atomic
def put_in_trash(*, person: Person, by: Actor) -> Person:
    """Into the Corbeille for thirty days; what the person did stays where it is."""
    if not person.is_trashed:
        person.put_in_trash()
        record(by=by, verb="person.trashed", on=person)
    return person


@transaction.atomic
def put_many_in_trash(*, persons: list[Person], by: Actor) -> int:
    """A selection into the Corbeille, in a few statements."""
    living = [person for person in persons if not person.is_trashed]
    Person.objects.filter(pk__in=[person.pk for person in living]).update(trashed_at=timezone.now())
    return record_many(by=by, verb="person.trashed", on=living)


@transaction.atomic
def restore_many(*, persons: list[Person], by: Actor) -> int:
    """Out of the Corbeille; how many were there."""
    Person.objects.filter(pk__in=[person.pk for person in persons]).update(trashed_at=None)
    return record_many(by=by, verb="person.restored", on=persons)


@transaction.atomic
def settle_resemblance(*, person: Person, by: Actor) -> Person:
    """Someone compared: it is not the same person."""
    if person.resembles:
        person.resembles = False
        person.save(update_fields=["resembles", "updated_at"])
        record(by=by, verb="person.compared", on=person)
    return person


@transaction.atomic
def add_email(*, person: Person, address: str, by: Actor, main: bool = False) -> EmailAddress:
    """One more address; the first is the main one."""
    address = read_email(address)
    if not address or person.emails.annotate(low=Lower("address")).filter(low=address.lower()).exists():
        raise AddressAlreadyThere
    first = not person.emails.exists()
    row = EmailAddress.objects.create(person=person, address=address, is_main=False)
    if main or first:
        _make_main(person, row)
    refresh_search(person)
    record(by=by, verb="person.email_added", on=person)
    return row


@transaction.atomic
def set_main_email(*, person: Person, email: EmailAddress, by: Actor) -> EmailAddress:
    """Mails go to this one from now on."""
    _make_main(person, email)
    record(by=by, verb="person.email_main", on=person)
    return email


@transaction.atomic
def remove_email(*, person: Person, email: EmailAddress, by: Actor) -> Person:
    """Take an address off; another one becomes the main."""
    email.delete()
    heir = person.emails.order_by("-is_main", "pk").first()
    if heir is not None and not heir.is_main:
        _make_main(person, heir)
    refresh_search(person)
    record(by=by, verb="person.email_removed", on=person)
    return person


@transaction.atomic
def add_phone(*, person: Person, raw: str, by: Actor) -> Phone:
    """A number, kept as it was typed; its E.164 form is for comparing."""
    phone = _new_phone(person, raw)
    refresh_search(person)
    record(by=by, verb="person.phone_added", on=person)
    return phone


@transaction.atomic
def remove_phone(*, person: Person, phone: Phone, by: Actor) -> Person:
    """Take a number off."""
    phone.delete()
    refresh_search(person)
    record(by=by, verb="person.phone_removed", on=person)
    return person


@transaction.atomic
def add_position(
    *,
    person: Person,
    organisation: Organisation | None = None,
    organisation_name: str = "",
    title: str = "",
    start_on: date | None = None,
    end_on: date | None = None,
    main: bool = False,
    by: Actor,
) -> Position:
    """What the person is somewhere; an unknown organisation is made on the way."""
    if organisation is None and clean_name(organisation_name):
        organisation = find_or_create_organisation(name=organisation_name, by=by)
    position = Position(person=person, organisation=organisation, title=_title(title), start_on=start_on, end_on=end_on)
    _check_position(position)
    first = not person.positions.filter(is_main=True).exists()
    if main or (first and end_on is None):
        person.positions.filter(is_main=True).update(is_main=False)
        position.is_main = True
    position.save()
    refresh_search(person)
    record(by=by, verb="person.position_added", on=person, organisation=organisation)
    return position


@transaction.atomic
def edit_position(*, position: Position, by: Actor, main: bool | None = None, **fields: Any) -> Position:
    """Change title, dates, organisation; `main` makes it the one that is shown."""
    for name, value in fields.items():
        setattr(position, name, _title(value) if name == "title" else value)
    _check_position(position)
    if main is not None and main != position.is_main:
        position.person.positions.filter(is_main=True).update(is_main=False)
        position.is_main = main
    position.save()
    refresh_search(position.person)
    record(by=by, verb="person.position_edited", on=position.person, organisation=position.organisation)
    return position


@transaction.atomic
def remove_position(*, position: Position, by: Actor) -> Person:
    """Take off a position entered by mistake; one that ended gets an end date instead."""
    person, organisation = position.person, position.organisation
    position.delete()
    refresh_search(person)
    record(by=by, verb="person.position_removed", on=person, organisation=organisation)
    return person


def note_act(person: Person, at: datetime | None = None) -> None:
    """The person answered, wrote or came: the length of keeping starts again from here. Part of the caller's act."""
    Person.objects.filter(pk=person.pk).update(last_act_at=at or timezone.now())


def _set(person: Person, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in PERSON_FIELDS:
            raise TypeError(f"a person has no field {name!r}")
        setattr(person, name, clean_name(value) if name in _NAMES else value)
    if not person.last_name:
        raise NameMissing
    check_lengths(person)


def _title(text: str) -> str:
    return clean_name(text)


def _new_phone(person: Person, raw: str) -> Phone:
    phone = Phone(person=person, raw=clean_name(raw), e164=phone_key(raw))
    check_lengths(phone)
    phone.save()
    return phone


def _make_main(person: Person, email: EmailAddress) -> None:
    person.emails.exclude(pk=email.pk).update(is_main=False)
    email.is_main = True
    email.save(update_fields=["is_main", "updated_at"])


def _check_position(position: Position) -> None:
    if position.organisation is None and not position.title:
        raise PositionEmpty
    if position.start_on and position.end_on and position.end_on < position.start_on:
        raise DatesReversed
    check_lengths(position)

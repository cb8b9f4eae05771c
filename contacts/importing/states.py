"""Persons and organisations as they stand in memory while lines are laid on them; nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contacts.directory.addresses import phone_key
from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position
from labo_ess.text.search import search_key


@dataclass
class Delta:
    """What one line adds or changes; kept on the line, so that it can be undone."""

    fields: dict[str, list[Any]] = field(default_factory=dict)
    emails: list[EmailAddress] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    titles: list[tuple[Position, str]] = field(default_factory=list)
    themes: list[int] = field(default_factory=list)
    organisations: list["OrganisationState"] = field(default_factory=list)

    def __bool__(self) -> bool:
        # Learning a source's own id is no change that a person would see.
        return bool(set(self.fields) - {"source_reference"} or self.emails or self.phones or self.positions or self.titles or self.themes)

    def stored(self) -> dict[str, Any]:
        """Its ids and values, for the line's `changes` column."""
        kept: dict[str, Any] = {
            "fields": self.fields,
            "emails": [row.pk for row in self.emails],
            "phones": [row.pk for row in self.phones],
            "positions": [row.pk for row in self.positions],
            "titles": [[position.pk, before] for position, before in self.titles],
            "themes": self.themes,
            "organisations": [state.organisation.pk for state in self.organisations],
        }
        return {name: value for name, value in kept.items() if value}


def phone_id(raw: str) -> str:
    """By what two numbers are the same: E.164, else their folded text."""
    return phone_key(raw) or search_key(raw)


def lay(obj: Any, values: Mapping[str, Any], previous: Mapping[str, Any], delta: Delta) -> None:
    """Fill what is empty; correct what the same source had said before; leave what a person has written since."""
    for name, value in values.items():
        current = getattr(obj, name)
        if value in ("", None) or current == value:
            continue
        if current in ("", None) or (name in previous and previous[name] == current):
            delta.fields[name] = [current, value]
            setattr(obj, name, value)


@dataclass
class OrganisationState:
    """An organisation, known or to be made."""

    organisation: Organisation
    is_new: bool
    theme_ids: set[int] = field(default_factory=set)
    new_themes: set[int] = field(default_factory=set)
    changed: bool = False

    def take(self, values: Mapping[str, Any], themes: list[int], previous: Mapping[str, Any], delta: Delta) -> None:
        """Lay the values of a line on it."""
        before = len(delta.fields)
        lay(self.organisation, values, previous, delta)
        self.changed |= len(delta.fields) > before
        for theme in themes:
            if theme not in self.theme_ids:
                self.theme_ids.add(theme)
                self.new_themes.add(theme)
                delta.themes.append(theme)


@dataclass
class PersonState:
    """A person, known or to be made, with what hangs on it."""

    person: Person
    is_new: bool
    emails: dict[str, EmailAddress] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)
    positions: list[Position] = field(default_factory=list)
    theme_ids: set[int] = field(default_factory=set)
    new_themes: set[int] = field(default_factory=set)
    changed: bool = False
    stale_search: bool = False

    @classmethod
    def of(cls, person: Person) -> "PersonState":
        """From a row read with its addresses, phones, positions and themes."""
        return cls(
            person,
            False,
            {row.address.lower(): row for row in person.emails.all()},
            {row.e164 or search_key(row.raw): row for row in person.phones.all()},
            list(person.positions.all()),
            {theme.pk for theme in person.themes.all()},
        )

    def take(self, values: Mapping[str, Any], data: Mapping[str, Any], themes: list[int], previous: Mapping[str, Any], delta: Delta) -> None:
        """Lay the values of a line on it: fields, addresses, phones, themes."""
        before = len(delta.fields)
        lay(self.person, values, previous, delta)
        self.changed |= len(delta.fields) > before
        for address in data.get("emails", []):
            if address.lower() not in self.emails:
                row = EmailAddress(person=self.person, address=address, is_main=not self.emails)
                self.emails[address.lower()] = row
                delta.emails.append(row)
        for raw in data.get("phones", []):
            if phone_id(raw) not in self.phones:
                phone = Phone(person=self.person, raw=raw, e164=phone_key(raw))
                self.phones[phone_id(raw)] = phone
                delta.phones.append(phone)
        for theme in themes:
            if theme not in self.theme_ids:
                self.theme_ids.add(theme)
                self.new_themes.add(theme)
                delta.themes.append(theme)
        self.stale_search |= bool(delta)

    def sit(self, organisation: OrganisationState | None, title: str, previous_title: str, delta: Delta) -> None:
        """The position that a line tells; one already there is completed, not doubled."""
        if organisation is None and not title:
            return
        target = organisation.organisation if organisation else None
        here = [row for row in self.positions if _same_place(row, target)]
        if any(not title or search_key(row.title) == search_key(title) for row in here):
            return
        for row in here:
            if not row.title or (previous_title and row.title == previous_title):
                delta.titles.append((row, row.title))
                row.title = title
                self.stale_search = True
                return
        position = Position(person=self.person, organisation=target, title=title, is_main=not any(row.is_main for row in self.positions))
        self.positions.append(position)
        delta.positions.append(position)
        self.stale_search = True

    def search_texts(self) -> list[str]:
        """As `Person.related_search_texts`, from memory."""
        texts = [row.address for row in self.emails.values()]
        texts += [text for row in self.phones.values() for text in (row.raw, row.e164)]
        for position in self.positions:
            texts.append(position.title)
            if position.organisation is not None:
                texts += [position.organisation.name, position.organisation.short_name]
        return texts


def _same_place(position: Position, organisation: Organisation | None) -> bool:
    if position.organisation is None or organisation is None:
        return position.organisation is organisation
    return position.organisation is organisation or (organisation.pk is not None and position.organisation_id == organisation.pk)

"""Which person or organisation each line of a file is about, in a few queries per five hundred lines.

The order is the house's: the source's own id; e-mail and name; SIREN or RNA; phone and name; the same content already
laid in from the same source; else a new row, marked « à rapprocher » when something resembles it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from contacts.consent.services import suppressed
from contacts.directory.addresses import phone_key
from contacts.directory.matching import name_key, organisation_key
from contacts.directory.models import EmailAddress, Organisation, Person, Phone
from contacts.importing.enums import RowKind, Verdict
from contacts.importing.models import ImportBatch, ImportRow
from contacts.importing.places import Places
from contacts.importing.states import Delta, OrganisationState, PersonState, phone_id
from contacts.reference.services import Proposal, territories_of
from labo_ess.text.search import search_key
from labo_ess.text.typography import typo_fr

SILENT = "Cette adresse a demandé à ne plus être contactée, ou a été effacée : la ligne n’est pas reprise."
_ORGANISATION_VALUES = ("short_name", "legal_form", "siren", "siret", "rna", "street", "postcode", "town", "site")


@dataclass
class Laid:
    """A line, what it changes and on whom."""

    row: ImportRow
    delta: Delta = field(default_factory=Delta)
    person: PersonState | None = None
    organisation: OrganisationState | None = None


def fingerprint(kind: str, data: dict[str, Any]) -> str:
    """One short text for the content of a line."""
    return hashlib.sha256(f"{kind}:{json.dumps(data, sort_keys=True, ensure_ascii=False)}".encode()).hexdigest()


class Ledger:
    """What is known of the directory while one file is laid in."""

    def __init__(self, batch: ImportBatch, places: Places) -> None:
        self.batch = batch
        self.places = places
        self._persons: dict[int, PersonState] = {}
        self._organisations: dict[int, OrganisationState] = {}
        self._index: dict[tuple[str, ...], Any] = {}
        self._resembling: dict[tuple[str, str], PersonState] = {}
        self._said: dict[int, dict[str, Any]] = {}
        self._seen: dict[str, tuple[PersonState | None, OrganisationState | None]] = {}
        self._organisation_ids: dict[str, list[int]] = {}
        self._organisation_names: dict[str, OrganisationState] = {}
        for pk, name, short in Organisation.objects.alive().order_by("pk").values_list("pk", "name", "short_name"):
            for key in {organisation_key(name), organisation_key(short)} - {""}:
                self._organisation_ids.setdefault(key, []).append(pk)

    # --- A set of lines --------------------------------------------------------------------------------------------

    def lay(self, rows: Sequence[ImportRow]) -> list[Laid]:
        """Decide every line of the set; nothing is written."""
        taken = [row for row in rows if row.verdict != Verdict.REFUSED]
        before = {
            fp: (person, organisation)
            for fp, person, organisation in ImportRow.objects.applied_from(self.batch.source_key)
            .filter(fingerprint__in=[row.fingerprint for row in taken])
            .values_list("fingerprint", "person_id", "organisation_id")
        }
        fresh = [row for row in taken if row.fingerprint not in before]
        self._load(fresh)
        silent = suppressed(address for row in fresh for address in row.data.get("emails", []))
        proposals = territories_of({_address(row.data) for row in fresh}) if fresh else {}
        laid = []
        for row in rows:
            if row.verdict == Verdict.REFUSED:
                laid.append(Laid(row))
                continue
            if row.fingerprint in before:
                laid.append(_unchanged(row, *before[row.fingerprint]))
                continue
            laid.append(self._one(row, silent, proposals[_address(row.data)]))
        return laid

    def _one(self, row: ImportRow, silent: set[str], proposal: Proposal) -> Laid:
        if row.fingerprint in self._seen:
            person, organisation = self._seen[row.fingerprint]
            row.verdict, row.resembles = Verdict.UNCHANGED, False
            return Laid(row, person=person, organisation=organisation)
        laid = Laid(row)
        where = self._territory(row.data, proposal)
        if self.batch.kind == RowKind.PERSONS:
            self._person_line(laid, silent, where)
        else:
            self._organisation_line(laid, silent, where)
        if row.verdict != Verdict.REFUSED:
            self._seen[row.fingerprint] = (laid.person, laid.organisation)
        return laid

    # --- Persons ---------------------------------------------------------------------------------------------------

    def _person_line(self, laid: Laid, silent: set[str], where: dict[str, Any]) -> None:
        row, data = laid.row, laid.row.data
        key = name_key(data.get("first_name", ""), data["last_name"])
        state = self._find(("person",), data, key)
        if state is None and any(address.lower() in silent for address in data.get("emails", [])):
            _refuse(row, "email", self.batch)
            return
        data = data | {"emails": [a for a in data.get("emails", []) if a.lower() not in silent or (state and a.lower() in state.emails)]}
        values = {name: data[name] for name in ("civility", "first_name", "last_name", "note") if data.get(name)} | where
        if data.get("source_id"):
            values["source_reference"] = self._reference(data)
        row.verdict = Verdict.UNCHANGED
        row.resembles = False
        if state is None:
            state = PersonState(Person(), True)
            row.verdict, row.resembles = Verdict.CREATED, self._resembles(data, key)
            state.person.resembles = row.resembles
            values["source"] = self.batch.source
        said = self._said.get(state.person.pk, {})
        state.take(values, data, self.places.themes(data.get("themes", [])), said, laid.delta)
        place = self._organisation_named(laid, data, where)
        state.sit(place, data.get("title", ""), said.get("title", ""), laid.delta)
        if row.verdict == Verdict.UNCHANGED and laid.delta:
            row.verdict = Verdict.UPDATED
        laid.person = state
        self._remember_person(state)

    def _find(self, what: tuple[str, ...], data: dict[str, Any], key: str) -> Any:
        """The house's order of matching."""
        tried: list[tuple[str, ...]] = []
        if data.get("source_id"):
            tried.append((*what, "reference", self._reference(data)))
        tried += [(*what, "email", address.lower(), key) for address in data.get("emails", [])]
        if what == ("organisation",):
            tried += [(*what, name, data[name]) for name in ("siren", "rna") if data.get(name)]
        tried += [(*what, "phone", phone_id(raw), key) for raw in data.get("phones", [])]
        return next((self._index[each] for each in tried if each in self._index), None)

    def _resembles(self, data: dict[str, Any], key: str) -> bool:
        marks = [("name", key)] + [("email", a.lower()) for a in data.get("emails", [])] + [("phone", phone_id(p)) for p in data.get("phones", [])]
        return any(mark in self._resembling for mark in marks)

    def _remember_person(self, state: PersonState) -> None:
        person = state.person
        key = name_key(person.first_name, person.last_name)
        if person.source_reference:
            self._index["person", "reference", person.source_reference] = state
        self._resembling["name", key] = state
        for address in state.emails:
            self._index["person", "email", address, key] = state
            self._resembling["email", address] = state
        for phone in state.phones:
            self._index["person", "phone", phone, key] = state
            self._resembling["phone", phone] = state

    # --- Organisations ---------------------------------------------------------------------------------------------

    def _organisation_line(self, laid: Laid, silent: set[str], where: dict[str, Any]) -> None:
        row, data = laid.row, laid.row.data
        key = organisation_key(data["organisation"])
        state = self._find(("organisation",), data, key)
        if state is None and any(address.lower() in silent for address in data.get("emails", [])):
            _refuse(row, "email", self.batch)
            return
        row.verdict, row.resembles = Verdict.UNCHANGED, False
        if state is None:
            state = OrganisationState(Organisation(source=self.batch.source), True)
            row.verdict = Verdict.CREATED
            row.resembles = state.organisation.resembles = self._named(key) is not None
        said = self._said.get(state.organisation.pk, {})
        state.take(self._organisation_values(data, where), self.places.themes(data.get("themes", [])), _as_fields(said), laid.delta)
        if row.verdict == Verdict.UNCHANGED and laid.delta:
            row.verdict = Verdict.UPDATED
        laid.organisation = state
        self._remember_organisation(state)

    def _organisation_values(self, data: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
        values = {name: data[name] for name in (*_ORGANISATION_VALUES, "note") if data.get(name)} | where
        values["name"] = data["organisation"]
        if data.get("emails"):
            values["email"] = data["emails"][0]
        if data.get("phones"):
            values["phone"] = data["phones"][0]
        if data.get("source_id"):
            values["source_reference"] = self._reference(data)
        return values

    def _organisation_named(self, laid: Laid, data: dict[str, Any], where: dict[str, Any]) -> OrganisationState | None:
        """The organisation in which a person sits: by SIREN or RNA, by name, else made on the way."""
        if not data.get("organisation"):
            return None
        numbers = {name: value for name, value in data.items() if name in ("siren", "rna") and value}
        state = self._find(("organisation",), numbers, "") or self._named(organisation_key(data["organisation"]))
        if state is not None:
            return state
        state = OrganisationState(Organisation(name=data["organisation"], source=self.batch.source), True)
        state.take({name: data[name] for name in _ORGANISATION_VALUES if data.get(name)} | where, [], {}, Delta())
        laid.delta.organisations.append(state)
        self._remember_organisation(state)
        return state

    def _named(self, key: str) -> OrganisationState | None:
        if key in self._organisation_names:
            return self._organisation_names[key]
        found = next((self._organisations[pk] for pk in self._organisation_ids.get(key, []) if pk in self._organisations), None)
        return found

    def _remember_organisation(self, state: OrganisationState) -> None:
        organisation = state.organisation
        key = organisation_key(organisation.name)
        self._organisation_names.setdefault(key, state)
        if organisation.source_reference:
            self._index["organisation", "reference", organisation.source_reference] = state
        for name in ("siren", "rna"):
            if value := getattr(organisation, name):
                self._index.setdefault(("organisation", name, value), state)
        if organisation.email:
            self._index["organisation", "email", organisation.email.lower(), key] = state
        if organisation.phone:
            self._index["organisation", "phone", phone_id(organisation.phone), key] = state

    # --- Loading ---------------------------------------------------------------------------------------------------

    def _load(self, rows: Sequence[ImportRow]) -> None:
        if self.batch.kind == RowKind.PERSONS:
            self._load_persons(rows)
        self._load_organisations(rows)

    def _load_persons(self, rows: Sequence[ImportRow]) -> None:
        emails = {address.lower() for row in rows for address in row.data.get("emails", [])}
        phones = {key for row in rows for raw in row.data.get("phones", []) if (key := phone_key(raw))}
        references = {self._reference(row.data) for row in rows if row.data.get("source_id")}
        names = {
            text
            for row in rows
            for text in (
                search_key(f"{row.data['last_name']} {row.data.get('first_name', '')}")[:200],
                search_key(f"{row.data.get('first_name', '')} {row.data['last_name']}")[:200],
            )
        }
        ids = set(Person.objects.alive().filter(sort_text__in=names).values_list("pk", flat=True))
        ids |= set(EmailAddress.objects.annotate(low=Lower("address")).filter(low__in=emails).values_list("person_id", flat=True))
        ids |= set(Phone.objects.filter(e164__in=phones).values_list("person_id", flat=True))
        ids |= set(Person.objects.filter(source_reference__in=references).values_list("pk", flat=True))
        ids -= set(self._persons)
        self._said |= ImportRow.objects.latest_data(self.batch.source_key, "person_id", ids)
        wanted = Person.objects.alive().filter(pk__in=ids)
        for person in wanted.prefetch_related("emails", "phones", "positions__organisation", "themes").order_by("pk"):
            self._persons[person.pk] = state = PersonState.of(person)
            self._remember_person(state)

    def _load_organisations(self, rows: Sequence[ImportRow]) -> None:
        keys = {organisation_key(row.data["organisation"]) for row in rows if row.data.get("organisation")}
        ids = {pk for key in keys for pk in self._organisation_ids.get(key, [])}
        condition = Q(pk__in=ids)
        for name in ("siren", "rna"):
            if values := {row.data[name] for row in rows if row.data.get(name)}:
                condition |= Q(**{f"{name}__in": values})
        if self.batch.kind == RowKind.ORGANISATIONS:
            references = {self._reference(row.data) for row in rows if row.data.get("source_id")}
            condition |= Q(source_reference__in=references) if references else Q(pk__in=[])
            emails = {address.lower() for row in rows for address in row.data.get("emails", [])}
            if emails:
                condition |= Q(pk__in=Organisation.objects.annotate(low=Lower("email")).filter(low__in=emails).values("pk"))
        wanted = Organisation.objects.alive().filter(condition)
        fresh: list[int] = []
        for organisation in wanted.prefetch_related("themes").order_by("pk"):
            if organisation.pk in self._organisations:
                continue
            state = OrganisationState(organisation, False, {theme.pk for theme in organisation.themes.all()})
            self._organisations[organisation.pk] = state
            self._remember_organisation(state)
            fresh.append(organisation.pk)
        if self.batch.kind == RowKind.ORGANISATIONS:
            self._said |= ImportRow.objects.latest_data(self.batch.source_key, "organisation_id", fresh)

    # --- Small things ----------------------------------------------------------------------------------------------

    def settle(self, laid: Iterable[Laid]) -> None:
        """After a set is written, what it made is known like the rest."""
        for each in laid:
            if each.person is not None and each.person.person.pk:
                each.person.is_new = each.person.changed = each.person.stale_search = False
                each.person.new_themes.clear()
                self._persons[each.person.person.pk] = each.person
            for state in [each.organisation, *each.delta.organisations]:
                if state is not None and state.organisation.pk:
                    state.is_new = state.changed = False
                    state.new_themes.clear()
                    self._organisations[state.organisation.pk] = state

    def _reference(self, data: dict[str, Any]) -> str:
        return f"{self.batch.source_key[:55]}:{data['source_id']}"[:120]

    def _territory(self, data: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
        """Columns of the territory, as ids: the commune gives the rest, then département, region, EPCI of the SIREN."""
        where: dict[str, Any] = {}
        if commune := proposal.commune:
            where["commune_id"], where["epci_id"] = commune.pk, commune.epci_id
        department = data.get("department") or (proposal.department.code if proposal.department else None)
        if epci := self.places.epcis.get(data.get("siren", "")):
            where["epci_id"] = epci.pk
            department = department or epci.department_id
        region = data.get("region") or (self.places.departments[department].region_id if department else None)
        if region is None and proposal.region:
            region = proposal.region.code
        if region is None and self.batch.kind == RowKind.ORGANISATIONS:
            region = self.places.region_of_authority(data.get("organisation", ""))
        where["department_id"], where["region_id"] = department, region
        return {name: value for name, value in where.items() if value}


def _address(data: dict[str, Any]) -> tuple[str | None, str | None]:
    return data.get("postcode") or None, data.get("town") or None


def _unchanged(row: ImportRow, person_id: int | None, organisation_id: int | None) -> Laid:
    row.verdict, row.resembles = Verdict.UNCHANGED, False
    row.person_id, row.organisation_id = person_id, organisation_id
    return Laid(row)


def _refuse(row: ImportRow, name: str, batch: ImportBatch) -> None:
    row.verdict, row.message = Verdict.REFUSED, typo_fr(SILENT)[:300]
    row.column = next((column["header"] for column in batch.columns.values() if column["field"] == name), "")
    # What a person asked us to forget is not kept in the journal of the import either.
    row.data, row.fingerprint = {}, ""


def _as_fields(said: dict[str, Any]) -> dict[str, Any]:
    """A line's values under the names of an organisation's columns."""
    fields = {name: said[name] for name in (*_ORGANISATION_VALUES, "note") if name in said}
    if "organisation" in said:
        fields["name"] = said["organisation"]
    if said.get("emails"):
        fields["email"] = said["emails"][0]
    if said.get("phones"):
        fields["phone"] = said["phones"][0]
    return fields

"""Writing a set of lines: all of it or nothing, in a few statements whatever its size."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position
from contacts.directory.refresh import refresh_many
from contacts.importing.enums import Verdict
from contacts.importing.ledger import Laid
from contacts.importing.models import ImportBatch, ImportRow
from contacts.importing.states import OrganisationState, PersonState
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record_many
from labo_ess.text.search import search_key

_SIZE = 500
_PERSON_COLUMNS = ["civility", "first_name", "last_name", "note", "source", "source_reference", "region", "department", "epci", "commune"]
_ORGANISATION_COLUMNS = [
    *("name", "short_name", "legal_form", "siren", "siret", "rna", "email", "phone", "street", "postcode", "town", "site"),
    *("note", "source", "source_reference", "region", "department", "epci", "commune", "search_text", "sort_text", "updated_at"),
]
_ROW_COLUMNS = ["data", "verdict", "column", "message", "resembles", "fingerprint", "person", "organisation", "changes", "is_applied"]


@transaction.atomic
def write(batch: ImportBatch, laid: Sequence[Laid], *, by: Actor) -> None:
    """Rows of the directory, then the lines themselves with what they did."""
    organisations = _distinct([state for each in laid for state in [each.organisation, *each.delta.organisations] if state is not None])
    persons = _distinct([each.person for each in laid if each.person is not None])
    _write_organisations(organisations)
    _write_persons(persons)
    EmailAddress.objects.bulk_create([row for each in laid for row in each.delta.emails], batch_size=_SIZE)
    Phone.objects.bulk_create([row for each in laid for row in each.delta.phones], batch_size=_SIZE)
    for each in laid:
        for position in [*each.delta.positions, *(position for position, _ in each.delta.titles)]:
            position.fill_search()
    Position.objects.bulk_create([row for each in laid for row in each.delta.positions], batch_size=_SIZE)
    titles = {position.pk: position for each in laid for position, _ in each.delta.titles if position.pk}
    Position.objects.bulk_update(titles.values(), ["title", "search_text", "sort_text"], batch_size=_SIZE)
    _write_themes(persons, organisations)
    refresh_many([state.person.pk for state in persons if state.stale_search and not state.is_new])
    _journal(batch, laid, by)
    write_lines([_line(each) for each in laid])


def write_lines(rows: Sequence[ImportRow]) -> None:
    """One upsert in place of an update by CASE: ten times as quick on twenty thousand lines."""
    ImportRow.objects.bulk_create(rows, batch_size=_SIZE, update_conflicts=True, unique_fields=["id"], update_fields=_ROW_COLUMNS)


def _distinct(states: Sequence[Any]) -> list[Any]:
    return list({id(state): state for state in states}.values())


def _write_organisations(states: Sequence[OrganisationState]) -> None:
    now = timezone.now()
    for state in states:
        state.organisation.fill_search()
        state.organisation.updated_at = now
    Organisation.objects.bulk_create([state.organisation for state in states if state.is_new], batch_size=_SIZE)
    changed = [state.organisation for state in states if state.changed and not state.is_new]
    Organisation.objects.bulk_update(changed, _ORGANISATION_COLUMNS, batch_size=100)


def _write_persons(states: Sequence[PersonState]) -> None:
    now = timezone.now()
    for state in states:
        person = state.person
        if state.is_new:
            name = f"{person.last_name} {person.first_name}"
            person.search_text = search_key(name, *state.search_texts())
            person.sort_text = search_key(name)[:200]
        person.updated_at = now
    Person.objects.bulk_create([state.person for state in states if state.is_new], batch_size=_SIZE)
    changed = [state.person for state in states if state.changed and not state.is_new]
    Person.objects.bulk_update(changed, [*_PERSON_COLUMNS, "updated_at"], batch_size=100)


def _write_themes(persons: Sequence[PersonState], organisations: Sequence[OrganisationState]) -> None:
    of_persons = Person.themes.through
    of_organisations = Organisation.themes.through
    of_persons.objects.bulk_create(
        [of_persons(person_id=state.person.pk, theme_id=theme) for state in persons for theme in state.new_themes], ignore_conflicts=True
    )
    of_organisations.objects.bulk_create(
        [of_organisations(organisation_id=state.organisation.pk, theme_id=theme) for state in organisations for theme in state.new_themes],
        ignore_conflicts=True,
    )


def _journal(batch: ImportBatch, laid: Sequence[Laid], by: Actor) -> None:
    for verdict, verb in ((Verdict.CREATED, "imported"), (Verdict.UPDATED, "import_updated")):
        rows = [each for each in laid if each.row.verdict == verdict]
        people = _distinct([each.person.person for each in rows if each.person is not None])
        places = _distinct([each.organisation.organisation for each in rows if each.organisation is not None])
        if verdict == Verdict.CREATED:
            places += [state.organisation for each in laid for state in each.delta.organisations]
        if people:
            record_many(by=by, verb=f"person.{verb}", on=people, batch=str(batch.public_id))
        if places:
            record_many(by=by, verb=f"organisation.{verb}", on=places, batch=str(batch.public_id))


def _line(laid: Laid) -> ImportRow:
    row = laid.row
    if laid.person is not None:
        row.person_id = laid.person.person.pk
    if laid.organisation is not None:
        row.organisation_id = laid.organisation.organisation.pk
    row.changes = laid.delta.stored()
    row.is_applied = True
    return row

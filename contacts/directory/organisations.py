"""What is done to organisations. `services.py` gives these to the other features."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from contacts.directory.addresses import read_email, read_rna, read_siren, read_siret
from contacts.directory.checks import check_lengths
from contacts.directory.exceptions import NameMissing
from contacts.directory.matching import organisation_lookalikes, organisations_named
from contacts.directory.models import Organisation, Position
from contacts.directory.refresh import refresh_many
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record, record_many
from labo_ess.text.names import clean_name

ORGANISATION_FIELDS = (
    "name",
    "short_name",
    "legal_form",
    "siren",
    "siret",
    "rna",
    "email",
    "phone",
    "street",
    "postcode",
    "town",
    "site",
    "logo",
    "note",
    "source",
    "region",
    "department",
    "epci",
    "commune",
)
_ONE_LINE = ("name", "short_name", "phone", "street", "postcode", "town", "source")


@transaction.atomic
def create_organisation(*, name: str, by: Actor, themes: Iterable[Any] = (), **fields: Any) -> Organisation:
    """A new organisation; flagged `resembles` when one bears the same number or the same name."""
    organisation = Organisation()
    _set(organisation, {"name": name, **fields})
    organisation.resembles = bool(organisation_lookalikes(name=organisation.name, siren=organisation.siren, rna=organisation.rna))
    organisation.save()
    organisation.themes.set(themes)
    record(by=by, verb="organisation.created", on=organisation, resembles=organisation.resembles)
    return organisation


@transaction.atomic
def edit_organisation(*, organisation: Organisation, by: Actor, themes: Iterable[Any] | None = None, **fields: Any) -> Organisation:
    """Change the fields given; the people who sit there are found by the new name at once."""
    before = {name: getattr(organisation, name) for name in fields}
    _set(organisation, fields)
    organisation.save()
    if themes is not None:
        organisation.themes.set(themes)
    changed = sorted(name for name in fields if before[name] != getattr(organisation, name))
    if "name" in changed or "short_name" in changed:
        refresh_many(Position.objects.filter(organisation=organisation).values_list("person_id", flat=True).distinct())
    record(by=by, verb="organisation.edited", on=organisation, fields=changed)
    return organisation


@transaction.atomic
def find_or_create_organisation(*, name: str, by: Actor, **fields: Any) -> Organisation:
    """The oldest organisation of this name, else a new one."""
    found = organisations_named(clean_name(name))
    return found[0] if found else create_organisation(name=name, by=by, **fields)


@transaction.atomic
def put_organisation_in_trash(*, organisation: Organisation, by: Actor) -> Organisation:
    """Into the Corbeille for thirty days; the positions of its people keep its name."""
    if not organisation.is_trashed:
        organisation.put_in_trash()
        record(by=by, verb="organisation.trashed", on=organisation)
    return organisation


@transaction.atomic
def restore_organisations(*, organisations: list[Organisation], by: Actor) -> int:
    """Out of the Corbeille; how many were there."""
    Organisation.objects.filter(pk__in=[each.pk for each in organisations]).update(trashed_at=None)
    return record_many(by=by, verb="organisation.restored", on=organisations)


@transaction.atomic
def settle_organisation(*, organisation: Organisation, by: Actor) -> Organisation:
    """Someone compared: it is not the same organisation."""
    if organisation.resembles:
        organisation.resembles = False
        organisation.save(update_fields=["resembles", "updated_at"])
        record(by=by, verb="organisation.compared", on=organisation)
    return organisation


def _set(organisation: Organisation, fields: dict[str, Any]) -> None:
    readers = {"siren": read_siren, "siret": read_siret, "rna": read_rna}
    for name, value in fields.items():
        if name not in ORGANISATION_FIELDS:
            raise TypeError(f"an organisation has no field {name!r}")
        if name in readers:
            value = readers[name](value or "").value
        elif name == "email":
            value = read_email(value or "")
        elif name in _ONE_LINE:
            value = clean_name(value)
        setattr(organisation, name, value)
    if organisation.siret and not organisation.siren:
        organisation.siren = organisation.siret[:9]
    if not organisation.name:
        raise NameMissing("Le nom de la structure manque.", "name")
    check_lengths(organisation)

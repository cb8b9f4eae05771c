"""Making and naming collectives. Whoever needs a group (a Journée its committee) makes it here."""

from django.db import transaction

from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.names import clean_name
from labo_ess.text.slugs import slugify_fr

NAME_LENGTH = Collective._meta.get_field("name").max_length or 0
SLUG_LENGTH = Collective._meta.get_field("slug").max_length or 0


@transaction.atomic
def create_collective(*, kind: CollectiveKind | str, name: str, by: Actor, slug: str = "") -> Collective:
    """A new group; its address is made of its name, with a number when another already bears it."""
    name = clean_name(name)[:NAME_LENGTH]
    collective = Collective.objects.create(kind=kind, name=name, slug=_free_slug(slug or name))
    record(by=by, verb="collective.created", on=collective, kind=str(kind))
    return collective


@transaction.atomic
def rename_collective(*, collective: Collective, name: str, by: Actor) -> Collective:
    """A new name; the address stays, so that links keep working."""
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    name = clean_name(name)[:NAME_LENGTH]
    if name and name != collective.name:
        collective.name = name
        collective.save(update_fields=["name", "updated_at"])
        record(by=by, verb="collective.renamed", on=collective)
    return collective


def _free_slug(wanted: str) -> str:
    stem = slugify_fr(wanted)[: SLUG_LENGTH - 5].strip("-") or "collectif"
    taken = set(Collective.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"

"""Making, changing and closing groups. Whoever needs one (a Journée its committee) makes it here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from collectives.groups import obstacles
from collectives.groups.addresses import free_slug
from collectives.groups.enums import STAGE_PASSAGES, CollectiveKind, Stage
from collectives.groups.exceptions import (
    NameMissing,
    NotEmpty,
    PassageDateRefused,
    PassageRefused,
    QuorumRefused,
    ReasonMissing,
    StillPlanned,
    TerritoryMismatch,
)
from collectives.groups.models import Collective, StageChange
from collectives.groups.processes import (
    activate_phase,
    add_phase,
    create_process,
    edit_phase,
    edit_process,
    remove_phase,
    restore_process,
    trash_process,
)
from collectives.groups.stages import criteria as criteria_of
from collectives.groups.stages import is_step_back
from contacts.reference.models import Theme
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.revisions.services import check_version
from labo_ess.text.dates import long_date
from labo_ess.text.names import clean_name, clean_text

__all__ = [
    "activate_phase",
    "add_phase",
    "create_collective",
    "create_process",
    "edit_collective",
    "edit_phase",
    "edit_process",
    "pass_stage",
    "remove_phase",
    "rename_collective",
    "restore_collective",
    "restore_process",
    "trash_collective",
    "trash_process",
]

NAME_LENGTH = Collective._meta.get_field("name").max_length or 0
COLLECTIVE_FIELDS = (
    "name",
    "kind",
    "process",
    "challenge",
    "region",
    "department",
    "epci",
    "lead_organisation",
    "quorum_percent",
    "proxies_per_seat",
)


@transaction.atomic
def create_collective(
    *,
    kind: CollectiveKind | str,
    name: str,
    by: Actor,
    slug: str = "",
    stage: Stage | str = Stage.EMERGENCE,
    themes: Iterable[Theme] = (),
    **details: Any,
) -> Collective:
    """A new group; its address is made of its name, with a number when another already bears it. `details`: COLLECTIVE_FIELDS."""
    collective = Collective(stage=Stage(stage))
    _set(collective, {"kind": kind, "name": name, **details})
    collective.slug = free_slug(Collective, slug or collective.name, "collectif")
    collective.save()
    collective.themes.set(themes)
    record(by=by, verb="collective.created", on=collective, kind=str(kind))
    return collective


@transaction.atomic
def edit_collective(
    *, collective: Collective, by: Actor, themes: Iterable[Theme] | None = None, seen_version: int | None = None, **changes: Any
) -> Collective:
    """Change what is given (COLLECTIVE_FIELDS, themes); `StaleVersion` when someone saved since the page was shown."""
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    check_version(collective, collective.lock_version if seen_version is None else seen_version)
    before = {name: getattr(collective, name) for name in changes}
    _set(collective, changes)
    collective.save()
    fields = [name for name in changes if before[name] != getattr(collective, name)]
    if themes is not None:
        wanted = list(themes)
        if set(collective.themes.values_list("pk", flat=True)) != {theme.pk for theme in wanted}:
            collective.themes.set(wanted)
            fields.append("themes")
    if fields:
        record(by=by, verb="collective.edited", on=collective, fields=fields)
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


@transaction.atomic
def pass_stage(
    *, collective: Collective, after: Stage | str, changed_on: date, by: Actor, criteria: Iterable[str] = (), reason: str = ""
) -> StageChange:
    """Bring a group to another étape. `criteria`: the codes that are met, among `stages.criteria(before, after)`.

    What is not met, and a step back, need a reason; a group is not closed while something is planned.
    """
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    before, after = Stage(collective.stage), Stage(after)
    if after not in STAGE_PASSAGES[before]:
        raise PassageRefused(f"Ce collectif est à l’étape « {before.label} » : il ne peut pas passer à « {after.label} ». Rien n’a changé.")
    _check_passage_date(collective, changed_on)
    met = set(criteria)
    asked = [{"texte": words, "rempli": code in met} for code, words in criteria_of(before, after)]
    reason = clean_text(reason)
    if not reason and (unmet := [each["texte"] for each in asked if not each["rempli"]]):
        raise ReasonMissing(f"Dites pourquoi passer sans ce critère : « {unmet[0]} ». Rien n’a changé.")
    if not reason and is_step_back(before, after):
        raise ReasonMissing("Revenir à une étape précédente demande une raison. Rien n’a changé.")
    if after == Stage.CLOSED and (planned := obstacles.of(collective)):
        raise StillPlanned(f"{planned[0]} Le collectif n’est pas clos, et rien n’a changé.")
    change = StageChange.objects.create(collective=collective, before=before, after=after, changed_on=changed_on, criteria=asked, reason=reason)
    collective.stage = after
    collective.save(update_fields=["stage", "updated_at"])
    record(by=by, verb="collective.passed", on=collective, before=str(before), after=str(after), change=str(change.public_id))
    return change


@transaction.atomic
def trash_collective(*, collective: Collective, by: Actor) -> Collective:
    """Into the Corbeille for thirty days; a day's committee goes with its day, and nothing planned may be left behind."""
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    if collective.kind == CollectiveKind.COMMITTEE:
        raise NotEmpty("Un comité d’organisation suit sa journée : il ne se supprime pas seul. Rien n’a changé.")
    if planned := obstacles.of(collective):
        raise StillPlanned(f"{planned[0]} Rien n’a été supprimé.")
    if not collective.is_trashed:
        collective.put_in_trash()
        record(by=by, verb="collective.trashed", on=collective)
    return collective


@transaction.atomic
def restore_collective(*, collective: Collective, by: Actor) -> Collective:
    """Out of the Corbeille."""
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    if collective.is_trashed:
        collective.trashed_at = None
        collective.save(update_fields=["trashed_at"])
        record(by=by, verb="collective.restored", on=collective)
    return collective


def _set(collective: Collective, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in COLLECTIVE_FIELDS:
            raise TypeError(f"a collective has no field {name!r}")
        setattr(collective, name, value)
    collective.name = clean_name(collective.name)[:NAME_LENGTH]
    collective.challenge = clean_text(collective.challenge)
    if not collective.name:
        raise NameMissing("Donnez un nom au collectif.")
    if collective.quorum_percent is not None and not 1 <= collective.quorum_percent <= 100:
        raise QuorumRefused("Le quorum est une part des sièges, entre 1 et 100 ; laissez vide s’il n’y en a pas.")
    _settle_territory(collective)


def _settle_territory(collective: Collective) -> None:
    """The larger levels follow from the smaller one; levels that contradict each other are refused."""
    if collective.epci and collective.department and collective.epci.department.region_id != collective.department.region_id:
        raise TerritoryMismatch(f"{collective.epci.name} n’est pas dans la même région que {collective.department.name} : corrigez l’un des deux.")
    if collective.epci and collective.department is None:
        collective.department = collective.epci.department
    if collective.department is None:
        return
    if collective.region is None:
        collective.region = collective.department.region
    if collective.department.region_id != collective.region_id:
        raise TerritoryMismatch(f"{collective.department.name} n’est pas dans cette région : corrigez l’un des deux.")


def _check_passage_date(collective: Collective, changed_on: date) -> None:
    if changed_on > timezone.localdate():
        raise PassageDateRefused("Un passage d’étape se note une fois fait : choisissez aujourd’hui ou un jour passé.")
    last = collective.stage_changes.order_by("-changed_on").values_list("changed_on", flat=True).first()
    if last and changed_on < last:
        raise PassageDateRefused(f"Le passage précédent date du {long_date(last)} : celui-ci ne peut pas être plus ancien.")

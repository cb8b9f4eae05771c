"""What is done to démarches and their phases. `services.py` gives these to the other features."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from collectives.groups.addresses import free_slug
from collectives.groups.exceptions import NameMissing, NotEmpty, PhaseRefused
from collectives.groups.models import Phase, Process
from contacts.directory.models import Organisation
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.revisions.services import check_version
from labo_ess.text.names import clean_name, clean_text

PROCESS_LENGTH = Process._meta.get_field("name").max_length or 0
PHASE_LENGTH = Phase._meta.get_field("title").max_length or 0


@transaction.atomic
def create_process(
    *,
    name: str,
    by: Actor,
    former_titles: str = "",
    aims: str = "",
    lead_organisations: Iterable[Organisation] = (),
    referents: Iterable[Any] = (),
    slug: str = "",
) -> Process:
    """A démarche, with the titles it bore before, one a line."""
    process = Process(name=_title(name), former_titles=_lines(former_titles), aims=clean_text(aims))
    process.slug = free_slug(Process, slug or process.name, "demarche")
    process.save()
    process.lead_organisations.set(lead_organisations)
    process.referents.set(referents)
    record(by=by, verb="process.created", on=process)
    return process


@transaction.atomic
def edit_process(*, process: Process, by: Actor, seen_version: int | None = None, **changes: Any) -> Process:
    """Change what is given: name, former_titles, aims, lead_organisations, referents. A title that is left joins the former ones."""
    process = get_for_update(Process.objects.all(), pk=process.pk)
    check_version(process, process.lock_version if seen_version is None else seen_version)
    old_name, before = process.name, (process.name, process.former_titles, process.aims)
    if "former_titles" in changes:
        process.former_titles = _lines(changes["former_titles"])
    if "aims" in changes:
        process.aims = clean_text(changes["aims"])
    if "name" in changes and _title(changes["name"]) != old_name:
        process.name = _title(changes["name"])
        process.former_titles = _lines(f"{process.former_titles}\n{old_name}")
    process.save()
    fields = [name for name, was in zip(("name", "former_titles", "aims"), before, strict=True) if was != getattr(process, name)]
    for relation in ("lead_organisations", "referents"):
        if relation in changes and _set_changed(getattr(process, relation), changes[relation]):
            fields.append(relation)
    if fields:
        record(by=by, verb="process.edited", on=process, fields=fields)
    return process


@transaction.atomic
def trash_process(*, process: Process, by: Actor) -> Process:
    """Into the Corbeille, once no living group is in it."""
    process = get_for_update(Process.objects.all(), pk=process.pk)
    if process.collectives.filter(trashed_at__isnull=True).exists():
        raise NotEmpty("Des collectifs vivent dans cette démarche : rattachez-les à une autre d’abord. Rien n’a été supprimé.")
    if not process.is_trashed:
        process.put_in_trash()
        record(by=by, verb="process.trashed", on=process)
    return process


@transaction.atomic
def restore_process(*, process: Process, by: Actor) -> Process:
    """Out of the Corbeille."""
    process = get_for_update(Process.objects.all(), pk=process.pk)
    if process.is_trashed:
        process.trashed_at = None
        process.save(update_fields=["trashed_at"])
        record(by=by, verb="process.restored", on=process)
    return process


@transaction.atomic
def add_phase(
    *, process: Process, title: str, by: Actor, starts_on: date | None = None, ends_on: date | None = None, text: str = "", active: bool = False
) -> Phase:
    """A phase, last in the order; made active, it takes the place of the one that was."""
    process = get_for_update(Process.objects.all(), pk=process.pk)
    last = process.phases.order_by("-position").values_list("position", flat=True).first()
    phase = Phase(process=process, position=0 if last is None else last + 1)
    _set_phase(phase, title, text, starts_on, ends_on)
    phase.save()
    record(by=by, verb="process.phase_added", on=process, phase=phase)
    if active:
        activate_phase(phase=phase, by=by)
    return phase


@transaction.atomic
def edit_phase(*, phase: Phase, title: str, by: Actor, starts_on: date | None = None, ends_on: date | None = None, text: str = "") -> Phase:
    """Its title, dates and text as given."""
    get_for_update(Process.objects.all(), pk=phase.process_id)
    phase = Phase.objects.get(pk=phase.pk)
    _set_phase(phase, title, text, starts_on, ends_on)
    phase.save()
    record(by=by, verb="process.phase_edited", on=phase.process, phase=phase)
    return phase


@transaction.atomic
def activate_phase(*, phase: Phase, by: Actor) -> Phase:
    """The phase under way; the démarche has one at most, so the one before is no longer."""
    get_for_update(Process.objects.all(), pk=phase.process_id)
    phase = Phase.objects.select_related("process").get(pk=phase.pk)
    if not phase.active:
        Phase.objects.filter(process=phase.process_id, active=True).update(active=False)
        phase.active = True
        phase.save(update_fields=["active", "updated_at"])
        record(by=by, verb="process.phase_activated", on=phase.process, phase=phase)
    return phase


@transaction.atomic
def remove_phase(*, phase: Phase, by: Actor) -> Process:
    """Take off a phase; nothing else hangs on it."""
    process = get_for_update(Process.objects.all(), pk=phase.process_id)
    Phase.objects.filter(pk=phase.pk).delete()
    record(by=by, verb="process.phase_removed", on=process)
    return process


def _title(text: str) -> str:
    name = clean_name(text)[:PROCESS_LENGTH]
    if not name:
        raise NameMissing("Donnez un titre à la démarche.")
    return name


def _lines(text: str) -> str:
    """One title a line, each once."""
    return "\n".join(dict.fromkeys(line for line in (clean_name(each) for each in text.splitlines()) if line))


def _set_changed(relation: Any, wanted: Iterable[Any]) -> bool:
    rows = list(wanted)
    before = set(relation.values_list("pk", flat=True))
    relation.set(rows)
    return before != {row.pk for row in rows}


def _set_phase(phase: Phase, title: str, text: str, starts_on: date | None, ends_on: date | None) -> None:
    phase.title = clean_name(title)[:PHASE_LENGTH]
    if not phase.title:
        raise PhaseRefused("Donnez un titre à la phase.", field="title")
    if starts_on and ends_on and ends_on < starts_on:
        raise PhaseRefused("La phase finit avant d’avoir commencé : corrigez l’une des deux dates.")
    phase.text, phase.starts_on, phase.ends_on = clean_text(text), starts_on, ends_on

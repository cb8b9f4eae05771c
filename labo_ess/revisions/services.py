"""Keeping what a row said before, refusing to overwrite what was not seen, putting back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reversion
from django.db import models, transaction
from django.db.models import F
from reversion.models import Version

from labo_ess.audit.actors import USER, Actor
from labo_ess.audit.services import record
from labo_ess.revisions.exceptions import StaleVersion

_NEVER_RESTORED = {"id", "public_id", "lock_version", "created_at", "updated_at", "trashed_at", "search_text", "sort_text"}


@dataclass(frozen=True)
class Snapshot:
    """What a row said at a moment."""

    id: int
    at: datetime
    actor: Actor
    why: str
    fields: dict[str, Any]


def snapshot(obj: models.Model, *, by: Actor, why: str = "") -> None:
    """Keep the row as it is now; called in a service's transaction, after its save.

    Call it when the row is made too, so that the first text can come back.
    """
    _watch(type(obj))
    with reversion.create_revision(manage_manually=True, atomic=True):
        # The user column of reversion knows accounts only: who acted is kept as the same ids as in the journal.
        reversion.set_comment(json.dumps({"kind": by.kind, "id": by.id, "why": why}))
        reversion.add_to_revision(obj)
    # The representation copies a name or a title a second time, for nothing.
    Version.objects.get_for_object(obj).exclude(object_repr="").update(object_repr="")


def snapshots(obj: models.Model, limit: int = 50) -> list[Snapshot]:
    """What the row said before, latest first, in one query."""
    _watch(type(obj))
    found = Version.objects.get_for_object(obj).select_related("revision")[:limit]
    return [_snapshot(version) for version in found]


@transaction.atomic
def restore(obj: models.Model, snapshot_id: int, *, by: Actor) -> models.Model:
    """Put the row's texts back as a snapshot has them; what is replaced is itself kept as a snapshot before."""
    _watch(type(obj))
    version = Version.objects.get_for_object(obj).get(pk=snapshot_id)
    snapshot(obj, by=by, why="avant rétablissement")
    for name, value in version.field_dict.items():
        field = obj._meta.get_field(name)
        if field.name not in _NEVER_RESTORED and field.concrete and not field.many_to_many:
            setattr(obj, name, value)
    if hasattr(obj, "lock_version"):
        obj.lock_version += 1
    obj.save()
    snapshot(obj, by=by, why="rétablissement")
    record(by=by, verb="revision.restored", on=obj, snapshot=snapshot_id)
    return obj


def check_version(obj: Any, seen: int) -> None:
    """Refuse with `StaleVersion` unless the row still has the version that the page showed; else take the next one.

    Check and increment are one statement, so of two people who save at once one is told.
    """
    taken = type(obj)._base_manager.filter(pk=obj.pk, lock_version=seen).update(lock_version=F("lock_version") + 1)
    if not taken:
        raise StaleVersion(type(obj)._base_manager.get(pk=obj.pk))
    obj.lock_version = seen + 1


@transaction.atomic
def forget(obj: models.Model) -> int:
    """Drop every kept version of a row, when a person is erased; the number dropped."""
    _watch(type(obj))
    versions = Version.objects.get_for_object(obj)
    number = versions.count()
    versions.delete()
    return number


def _snapshot(version: Version) -> Snapshot:
    note = json.loads(version.revision.comment or "{}")
    actor = Actor(note.get("kind", USER), note.get("id", ""))
    return Snapshot(version.pk, version.revision.date_created, actor, note.get("why", ""), version.field_dict)


def _watch(model: type[models.Model]) -> None:
    """Registered on first use: the models of the house need not know reversion."""
    if not reversion.is_registered(model):
        reversion.register(model)

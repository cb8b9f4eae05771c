"""Putting back, and emptying after thirty days."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.revisions.exceptions import NotInTrash
from labo_ess.revisions.trash import KEPT_DAYS, Bin, bins


@transaction.atomic
def put_back(kind: Bin, obj: Any, *, by: Actor) -> Any:
    """Take a row out of the Corbeille."""
    obj = get_for_update(kind.model._base_manager.all(), pk=obj.pk)
    if obj.trashed_at is None:
        raise NotInTrash
    if kind.restore is not None:
        return kind.restore(obj, by)
    obj.trashed_at = None
    obj.save(update_fields=["trashed_at"])
    record(by=by, verb="trash.restored", on=obj)
    return obj


def empty_old() -> int:
    """Delete what has lain thirty days; what something living still needs stays. How many went."""
    gone = 0
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    for kind in bins():
        for obj in kind.model._base_manager.filter(trashed_at__lt=limit)[:500]:
            gone += _delete(obj)
    return gone


def _delete(obj: Any) -> int:
    try:
        with transaction.atomic():
            record(by=Actor.system("corbeille"), verb="trash.emptied", on=obj)
            obj.delete()
    except (ProtectedError, RestrictedError):
        return 0
    return 1

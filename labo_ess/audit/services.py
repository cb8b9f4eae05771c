"""Writing the journal."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry

_ATOMS = (str, int, float, bool, type(None))


def record(*, by: Actor, verb: str, on: models.Model | None = None, **details: Any) -> AuditEntry:
    """Note an act, inside the transaction of the service that does it.

    `details` hold ids, counts and codes. An object given as a detail is kept as its type and public id, and
    `entry.named(key)` gives its name at display. Names, addresses and texts of people never come here.
    """
    return AuditEntry.objects.create(**_columns(by, verb, on, details))


def record_many(*, by: Actor, verb: str, on: list[Any], **details: Any) -> int:
    """The same act on many objects, in one statement a thousand rows."""
    entries = [AuditEntry(**_columns(by, verb, obj, details)) for obj in on]
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
    return len(entries)


def _columns(by: Actor, verb: str, on: models.Model | None, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "actor_kind": by.kind,
        "actor_id": by.id,
        "verb": verb,
        "content_type": None if on is None else ContentType.objects.get_for_model(on),
        "object_id": None if on is None else on.public_id,  # type: ignore[attr-defined]
        "details": {key: _plain(value) for key, value in details.items()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, _ATOMS):
        return value
    if isinstance(value, models.Model):
        return {"type": value._meta.label_lower, "id": str(value.public_id)}  # type: ignore[attr-defined]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return str(value)  # dates, UUIDs

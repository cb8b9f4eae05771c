"""Reading the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.names import actor_names, object_names
from labo_ess.audit.sentences import icon_of, sentence_of


@dataclass(frozen=True)
class Line:
    """One act, as a page shows it."""

    at: datetime
    who: str
    sentence: str
    icon: str


def entries_of(*objects: Any) -> "models.QuerySet[AuditEntry]":
    """Acts on any of these objects, newest first."""
    condition = models.Q(pk__in=[])
    for obj in objects:
        condition |= models.Q(content_type=ContentType.objects.get_for_model(obj), object_id=obj.public_id)
    return AuditEntry.objects.filter(condition).order_by("-at", "-pk")


def history(*objects: Any, limit: int = 100) -> list[Line]:
    """The last acts on an object (or several), newest first; the number of queries does not grow with the lines."""
    return lines(list(entries_of(*objects)[:limit]))


def lines(entries: Sequence[AuditEntry]) -> list[Line]:
    """Entries as a page shows them, names looked up together."""
    authors = actor_names(entries)
    names = object_names(entries)
    for entry in entries:
        entry._names = names  # type: ignore[attr-defined]
    return [Line(entry.at, authors[(entry.actor_kind, entry.actor_id)], sentence_of(entry), icon_of(entry)) for entry in entries]

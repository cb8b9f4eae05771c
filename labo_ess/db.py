"""What several models share: public ids, dates, the trash, the search text; and the three engine branches allowed."""

import uuid
from typing import Any, TypeVar

from django.db import OperationalError, connection, connections, models
from django.db.models import Q, QuerySet
from django.utils import timezone

from labo_ess.text.search import search_key

T = TypeVar("T", bound=models.Model)


class PublicId(models.Model):
    """A random id for addresses and exchanges; the integer key never leaves the house."""

    public_id = models.UUIDField("identifiant public", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Timestamped(models.Model):
    """When the row was made and last touched (UTC)."""

    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        abstract = True


class TrashableQuerySet(QuerySet):
    """Rows that can lie in the Corbeille."""

    def alive(self) -> "TrashableQuerySet":
        """Rows that are not in the Corbeille."""
        return self.filter(trashed_at__isnull=True)

    def trashed(self) -> "TrashableQuerySet":
        """Rows in the Corbeille, latest first."""
        return self.filter(trashed_at__isnull=False).order_by("-trashed_at")


class Trashable(models.Model):
    """Removed rows stay thirty days in the Corbeille before they go."""

    trashed_at = models.DateTimeField("mis à la corbeille le", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None

    def put_in_trash(self) -> None:
        """Mark the row; the service that calls this saves nothing else."""
        self.trashed_at = timezone.now()
        self.save(update_fields=["trashed_at"])


class SearchText(models.Model):
    """One folded text per row, the same in both engines; lists search and sort on it, never on raw names.

    `bulk_create` and `.update()` do not pass through `save()`: call `fill_search()` on each object first.
    """

    search_text = models.TextField(default="", blank=True, editable=False)
    sort_text = models.CharField(max_length=200, default="", blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text", "sort_text"}
        super().save(*args, **kwargs)

    def search_parts(self) -> tuple[str | None, ...]:
        """Texts by which people look for this row; the first one sorts it."""
        raise NotImplementedError

    def fill_search(self) -> None:
        """Compute both columns from `search_parts()`."""
        parts = self.search_parts()
        self.search_text = search_key(*parts)
        self.sort_text = search_key(parts[0])[:200]


def matching(queryset: QuerySet[T], text: str, field: str = "search_text") -> QuerySet[T]:
    """Rows whose folded text holds every word of `text` (accents, case and inclusive signs forgiven)."""
    condition = Q()
    for word in search_key(text).split():
        condition &= Q(**{f"{field}__contains": word})
    return queryset.filter(condition)


def get_for_update(queryset: QuerySet[T], **lookup: Any) -> T:
    """The row, locked until the end of the transaction.

    On SQLite the transaction itself (IMMEDIATE) already holds the only write lock, and FOR UPDATE does nothing.
    """
    if connection.features.has_select_for_update:
        queryset = queryset.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else queryset.select_for_update()
    return queryset.get(**lookup)


def list_for_update(queryset: QuerySet[T]) -> list[T]:
    """The rows, locked in the order of their key, so that two transactions never wait for each other in a ring."""
    queryset = queryset.order_by("pk")
    if connection.features.has_select_for_update:
        queryset = queryset.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else queryset.select_for_update()
    return list(queryset)


def limit_lock_waits(milliseconds: int = 3000) -> None:
    """From the next connection on, no statement of this process waits longer for a lock of PostgreSQL.

    For web processes: people get « réessayez » instead of a page that hangs. Workers and commands wait as long as it takes.
    """
    known = connections.settings["default"]
    if known["ENGINE"] == "django.db.backends.postgresql":
        known["OPTIONS"] = {**known.get("OPTIONS", {}), "options": f"-c lock_timeout={milliseconds}"}


def lock_not_given(error: OperationalError) -> bool:
    """Whether the statement failed because others were writing: nothing is wrong, and the same again may pass."""
    code = getattr(error.__cause__, "pgcode", None)
    return code in ("55P03", "40P01") or "database is locked" in str(error)

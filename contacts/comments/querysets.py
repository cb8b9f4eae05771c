"""How comments are read."""

from typing import Self

from django.db.models import QuerySet


class CommentQuerySet(QuerySet):
    """Comments of threads."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

"""How notes and extracts are read."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from labo_ess.accounts.roles import can_read_house

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class ExtractQuerySet(QuerySet):
    """Extracts of notes."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house."""
        return self if can_read_house(user) else self.none()

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        """Those taken back; they can be put again."""
        return self.filter(withdrawn_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class NoteQuerySet(QuerySet):
    """Notes of collectives."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house."""
        return self if can_read_house(user) else self.none()

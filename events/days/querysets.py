"""How cycles and days are read."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from events.days.enums import DayState
from labo_ess.accounts.roles import can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class DayQuerySet(TrashableQuerySet):
    """Journées."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; référent·e·s see days through their collectives only."""
        return self.alive() if can_read_house(user) else self.none()

    def public(self) -> Self:
        """Those that the world may read: no longer a draft, not archived away."""
        return self.alive().exclude(state=DayState.DRAFT)

    def search(self, text: str) -> Self:
        """By title, theme or place."""
        return matching(self, text)


class CycleQuerySet(QuerySet):
    """Cycles of days."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house."""
        return self if can_read_house(user) else self.none()

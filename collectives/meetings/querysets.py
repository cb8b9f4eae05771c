"""How meetings and decisions are read."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from collectives.meetings.enums import DecisionState, MeetingState
from labo_ess.accounts.roles import Role, can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def _visible(queryset: QuerySet, user: "Anyone") -> QuerySet:
    if can_read_house(user):
        return queryset
    if user.is_authenticated and user.is_active and getattr(user, "role", "") == Role.REFERENT:
        return queryset.filter(collective__process__referents=user)
    return queryset.none()


class MeetingQuerySet(TrashableQuerySet):
    """Meetings."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; a référent·e sees those of the groups of their démarches."""
        return _visible(self.alive(), user)  # type: ignore[return-value]

    def coming(self, now: datetime) -> Self:
        """Not yet over, nor cancelled, the nearest first."""
        return self.filter(ends_at__gte=now).exclude(state=MeetingState.CANCELLED).order_by("starts_at")

    def held(self) -> Self:
        """Those that took place, latest first."""
        return self.filter(state=MeetingState.HELD)


class DecisionQuerySet(QuerySet):
    """Decisions."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; a référent·e sees those of the groups of their démarches."""
        return _visible(self, user)  # type: ignore[return-value]

    def open(self) -> Self:
        """To confirm, or made and not yet applied."""
        return self.filter(state__in=(DecisionState.TO_CONFIRM, DecisionState.MADE))

    def search(self, text: str) -> Self:
        """By their words."""
        return matching(self, text)

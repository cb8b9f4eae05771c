"""How démarches, groups and members are read; a référent·e meets those of its démarches and nothing else."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from labo_ess.accounts.roles import Role, can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def _is_referent(user: "Anyone") -> bool:
    return user.is_authenticated and user.is_active and getattr(user, "role", "") == Role.REFERENT


class ProcessQuerySet(TrashableQuerySet):
    """Démarches."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; a référent·e sees theirs."""
        if can_read_house(user):
            return self.alive()
        return self.alive().filter(referents=user) if _is_referent(user) else self.none()

    def search(self, text: str) -> Self:
        """By title, present or former."""
        return matching(self, text)


class CollectiveQuerySet(TrashableQuerySet):
    """Groups."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; a référent·e sees those of their démarches."""
        if can_read_house(user):
            return self.alive()
        return self.alive().filter(process__referents=user) if _is_referent(user) else self.none()

    def search(self, text: str) -> Self:
        """By name or défi."""
        return matching(self, text)


class MembershipQuerySet(QuerySet):
    """Members."""

    def on(self, day: date) -> Self:
        """Those who are members on that date."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), since_on__lte=day)

    def standing(self) -> Self:
        """Those without an end."""
        return self.filter(until_on__isnull=True)

    def past(self) -> Self:
        """Those who left, latest first."""
        return self.filter(until_on__isnull=False).order_by("-until_on")

    def voting(self) -> Self:
        """Those whose seat counts."""
        return self.filter(voting=True)

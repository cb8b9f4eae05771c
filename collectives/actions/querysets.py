"""How actions are read."""

from datetime import date
from typing import TYPE_CHECKING, Self

from collectives.actions.enums import ActionState
from labo_ess.accounts.roles import Role, can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class ActionQuerySet(TrashableQuerySet):
    """Actions."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; a référent·e sees those of the groups of their démarches."""
        if can_read_house(user):
            return self.alive()
        if user.is_authenticated and user.is_active and getattr(user, "role", "") == Role.REFERENT:
            return self.alive().filter(collective__process__referents=user)
        return self.none()

    def open(self) -> Self:
        """Still to do."""
        return self.filter(state=ActionState.OPEN)

    def late(self, today: date) -> Self:
        """Open and past their date."""
        return self.open().filter(due_on__lt=today)

    def search(self, text: str) -> Self:
        """By what is to be done."""
        return matching(self, text)

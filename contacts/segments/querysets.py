"""How lists are read."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q

from labo_ess.accounts.roles import can_read_house
from labo_ess.db import TrashableQuerySet

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class ContactListQuerySet(TrashableQuerySet):
    """Lists of persons."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house, none for others."""
        return self.alive() if can_read_house(user) else self.none()

    def with_counts(self) -> Self:
        """How many living persons each holds, as `members_count`."""
        return self.annotate(members_count=Count("members", filter=Q(members__person__trashed_at__isnull=True)))

"""How invitations are read."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, QuerySet

from events.invitations.enums import InvitationState
from labo_ess.accounts.roles import can_read_house
from labo_ess.db import matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class InvitationQuerySet(QuerySet):
    """Invitations to days."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house."""
        return self if can_read_house(user) else self.none()

    def search(self, text: str) -> Self:
        """By person (name, address, phone, organisations)."""
        return matching(self, text, "person__search_text")

    def silent(self) -> Self:
        """Invited, the mail has left, no answer."""
        return self.filter(state=InvitationState.SENT, person__trashed_at__isnull=True)

    def counts_by_state(self) -> dict[str, int]:
        """Invitations per state, in one query; absent states are absent."""
        return {row["state"]: row["n"] for row in self.order_by().values("state").annotate(n=Count("pk"))}

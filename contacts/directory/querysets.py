"""How people and organisations are read."""

from typing import TYPE_CHECKING, Self

from labo_ess.accounts.roles import can_read_house
from labo_ess.db import TrashableQuerySet, matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class OrganisationQuerySet(TrashableQuerySet):
    """Organisations."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; none for a référent·e, who meets organisations only as members."""
        return self.alive() if can_read_house(user) else self.none()

    def search(self, text: str) -> Self:
        """By name, short name, SIREN, RNA, town or address."""
        return matching(self, text)


class PersonQuerySet(TrashableQuerySet):
    """Persons."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house; none for a référent·e, who meets persons only as members of a collective."""
        return self.alive() if can_read_house(user) else self.none()

    def search(self, text: str) -> Self:
        """By name, organisation, title, address or phone."""
        return matching(self, text)

    def with_positions(self) -> Self:
        """Positions with their organisations, and addresses, the main ones first."""
        return self.prefetch_related("positions__organisation", "emails")

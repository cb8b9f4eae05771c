"""How registrations are read: who comes, who waits and at which rank."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from events.registration.enums import HOLDS_PLACE, LIVE, ChoiceState, RegistrationState
from labo_ess.accounts.roles import can_read_house
from labo_ess.db import matching

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


class RegistrationQuerySet(QuerySet):
    """Registrations of a day."""

    def visible_to(self, user: "Anyone") -> Self:
        """All for who reads the house."""
        return self if can_read_house(user) else self.none()

    def holding_place(self) -> Self:
        """Those that count against the capacity."""
        return self.filter(state__in=HOLDS_PLACE)

    def live(self) -> Self:
        """Expected or waiting."""
        return self.filter(state__in=LIVE)

    def confirmed(self) -> Self:
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting_in_order(self) -> Self:
        """The queue of each day, first come first, with `rank` from 1."""
        return (
            self.filter(state=RegistrationState.WAITING)
            .annotate(rank=Window(RowNumber(), partition_by=[F("day")], order_by=F("queue_number").asc()))
            .order_by("day", "queue_number")
        )

    def search(self, text: str) -> Self:
        """By person (name, address, phone, organisations)."""
        return matching(self, text, "person__search_text")

    def counts_by_state(self) -> dict[str, int]:
        """Registrations per state, in one query; absent states are absent."""
        return {row["state"]: row["n"] for row in self.order_by().values("state").annotate(n=Count("pk"))}


class SessionChoiceQuerySet(QuerySet):
    """Choices of ateliers."""

    def live(self) -> Self:
        """Those that stand: held, waiting or only wished."""
        return self.filter(state__in=(*LIVE, ChoiceState.WISHED))

    def holding_place(self) -> Self:
        """Those that count against the capacity of their session."""
        return self.filter(state__in=(ChoiceState.CONFIRMED, ChoiceState.OFFERED))

    def waiting_in_order(self) -> Self:
        """The queue of each session, first come first, with `rank` from 1."""
        return (
            self.filter(state=ChoiceState.WAITING)
            .annotate(rank=Window(RowNumber(), partition_by=[F("session")], order_by=F("queue_number").asc()))
            .order_by("session", "queue_number")
        )

    def taken_and_waiting(self) -> dict[int, tuple[int, int]]:
        """session pk → (places held, persons waiting), in one query."""
        held, waiting = Q(state__in=(ChoiceState.CONFIRMED, ChoiceState.OFFERED)), Q(state=ChoiceState.WAITING)
        rows = self.order_by().values("session").annotate(held=Count("pk", filter=held), waiting=Count("pk", filter=waiting))
        return {row["session"]: (row["held"], row["waiting"]) for row in rows}

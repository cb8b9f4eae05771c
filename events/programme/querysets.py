"""How sessions are read."""

from typing import Self

from django.db.models import QuerySet


class SessionQuerySet(QuerySet):
    """Sessions of days."""

    def bookable(self) -> Self:
        """Those that people choose when they register."""
        return self.filter(bookable=True)

    def in_order(self) -> Self:
        """By day, hour, then room."""
        return self.order_by("day_offset", "starts", "ends", "room__position", "pk")

    def with_people(self) -> Self:
        """Rooms and roles with persons and organisations, in a constant number of queries."""
        return self.select_related("room").prefetch_related("roles__person", "roles__organisation")

"""How seats and mandates are read. Who holds a seat depends on the day that is asked."""

from datetime import date
from typing import Any, Self

from django.db.models import F, Prefetch, Q, QuerySet


class MandateQuerySet(QuerySet):
    """Mandates."""

    def on(self, day: date) -> Self:
        """Those that run on that day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Those that share at least one day with this period."""
        rows = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lte=ends_on)


class SeatQuerySet(QuerySet):
    """Seats."""

    def holders_on(self, day: date) -> Self:
        """The seats that count on that day, each with its `titular` and `deputy` of that day: two queries, however many seats."""
        mandates: Any = self.model._meta.get_field("mandates").related_model
        running = mandates.objects.on(day).select_related("person").order_by("-kind", "-starts_on", "pk")
        return (
            self.filter(membership__voting=True, membership__since_on__lte=day)
            .filter(Q(membership__until_on__isnull=True) | Q(membership__until_on__gte=day))
            .select_related("membership__person", "membership__organisation")
            .prefetch_related(Prefetch("mandates", queryset=running, to_attr="running"))
            .order_by(F("membership__organisation__sort_text").asc(nulls_last=True), F("membership__person__sort_text").asc(nulls_last=True), "pk")
        )

"""How fiches are read."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Max, Q, QuerySet

if TYPE_CHECKING:
    from events.days.models import Day


class SessionReportQuerySet(QuerySet):
    """Fiches of sessions."""

    def of_day(self, day: "Day") -> Self:
        """Those of a day, in the order of its programme."""
        return self.filter(session__day=day).select_related("session__room", "note").order_by("session__day_offset", "session__starts", "pk")

    def with_extracts(self) -> Self:
        """`extracts_count` of what stands, and `last_at`, the moment of the last one."""
        standing = Q(note__extracts__withdrawn_at__isnull=True, note__extracts__isnull=False)
        return self.annotate(
            extracts_count=Count("note__extracts", filter=standing, distinct=True), last_at=Max("note__extracts__created_at", filter=standing)
        )

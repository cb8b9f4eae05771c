"""The agenda against the clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from collectives.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Planned:
    """Minutes of the points that say theirs, and what is left of the meeting's length."""

    minutes: int
    length: int
    unsaid: int

    @property
    def over(self) -> int:
        """Minutes too many."""
        return max(self.minutes - self.length, 0)


def planned_minutes(items: Iterable[AgendaItem], meeting: Meeting | None = None) -> Planned:
    """The planned total."""
    rows = list(items)
    meeting = meeting or (rows[0].meeting if rows else None)
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60) if meeting else 0
    return Planned(sum(item.minutes or 0 for item in rows), length, sum(item.minutes is None for item in rows))

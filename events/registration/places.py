"""How many places are held and who waits, counted under the lock of the day; nothing here writes a registration."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q
from django.utils import timezone

from events.days.models import Day
from events.days.services import drop_public
from events.programme.models import Session
from events.registration.enums import HOLDS_PLACE, ChoiceState, RegistrationState
from events.registration.models import Registration, SessionChoice

HELD_CHOICE = (ChoiceState.CONFIRMED, ChoiceState.OFFERED)


@dataclass
class Counter:
    """Places of a day or of an atelier. `last` is the greatest queue number in use."""

    capacity: int | None
    held: int = 0
    waiting: int = 0
    last: int = 0

    @property
    def free(self) -> int | None:
        """Places that nobody holds, those due to the queue counted; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.held)

    @property
    def has_place(self) -> bool:
        """Somebody may be moved up."""
        return self.free is None or self.free > 0

    @property
    def is_open(self) -> bool:
        """A newcomer gets a place at once: a free place never jumps a queue."""
        return self.waiting == 0 and self.has_place

    def take(self) -> None:
        """One more place is held."""
        self.held += 1

    def join(self) -> int:
        """One more person waits, at the end; their queue number."""
        self.waiting += 1
        self.last += 1
        return self.last

    def leave(self, state: str) -> None:
        """Somebody in this state no longer holds or waits."""
        if state in HELD_CHOICE:
            self.held -= 1
        elif state == ChoiceState.WAITING:
            self.waiting -= 1


@dataclass
class AtelierPlaces:
    """Counters of several ateliers of one day, and which sessions they are."""

    sessions: dict[int, Session]
    counters: dict[int, Counter] = field(default_factory=dict)

    def write_full(self, day: Day) -> int:
        """« Complet », written where it changed; the public pages that show it are dropped."""
        written = 0
        for now_full in (True, False):
            moved = [pk for pk, each in self.sessions.items() if each.full is not now_full and self.counters[pk].is_open is not now_full]
            if moved:
                Session.objects.filter(pk__in=moved).update(full=now_full, updated_at=timezone.now())
                written += len(moved)
        if written:
            drop_public(day)
        return written


def count_day(day: Day) -> Counter:
    """Places of the day, in one query."""
    held, waiting = Q(state__in=HOLDS_PLACE), Q(state=RegistrationState.WAITING)
    found = Registration.objects.filter(day=day).aggregate(
        held=Count("pk", filter=held), waiting=Count("pk", filter=waiting), last=Max("queue_number")
    )
    return Counter(day.capacity, found["held"], found["waiting"], found["last"] or 0)


def count_ateliers(sessions: Iterable[Session]) -> AtelierPlaces:
    """Places of these ateliers, in one query (none without ateliers)."""
    places = AtelierPlaces({session.pk: session for session in sessions})
    places.counters = {pk: Counter(session.capacity) for pk, session in places.sessions.items()}
    if places.sessions:
        held, waiting = Q(state__in=HELD_CHOICE), Q(state=ChoiceState.WAITING)
        rows = SessionChoice.objects.filter(session__in=list(places.sessions)).order_by().values("session")
        for row in rows.annotate(held=Count("pk", filter=held), waiting=Count("pk", filter=waiting), last=Max("queue_number")):
            counter = places.counters[row["session"]]
            counter.held, counter.waiting, counter.last = row["held"], row["waiting"], row["last"] or 0
    return places


def refresh_full(day: Day) -> int:
    """« Complet » of every atelier of a day, from what is counted (a capacity may have changed)."""
    return count_ateliers(Session.objects.filter(day=day, bookable=True)).write_full(day)


def offered_ateliers(day: Day, *, counted: bool = True) -> list[Session]:
    """What a person may choose, each with its `places` (a Counter), in one query whatever their number.

    Without counts they have a name and an hour alone: enough to read a form that was sent, never to show one.
    """
    sessions = Session.objects.filter(day=day).bookable()
    if not counted:
        return list(sessions.only("public_id", "title", "day_offset", "starts", "ends").order_by("day_offset", "starts", "pk"))
    held, waiting = Q(choices__state__in=HELD_CHOICE), Q(choices__state=ChoiceState.WAITING)
    found = list(sessions.select_related("room").annotate(held=Count("choices", filter=held), queue=Count("choices", filter=waiting)).in_order())
    for session in found:
        session.places = Counter(session.capacity, session.held, session.queue)
    return found

"""Who sits at a meeting, on its day: each member with its seat, who holds it, and what was answered and noted. Five queries."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from collectives.groups.models import Membership
from collectives.mandates.models import Seat
from collectives.mandates.services import seat_holders
from collectives.meetings.enums import Answer, Presence
from collectives.meetings.models import Attendance, Meeting, SeatAnswer
from collectives.meetings.quorum import Count, SeatRow, count, standing
from contacts.directory.models import Person


@dataclass
class Place:
    """A member at a meeting. `seat` is None for who takes no part in decisions; `counts_as` is set for seats."""

    membership: Membership
    seat: Seat | None
    titular: Person | None
    deputy: Person | None
    attendance: Attendance | None = None
    counts_as: Presence | None = None
    answers: list[SeatAnswer] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The member's name."""
        return self.membership.name

    @property
    def holders(self) -> list[Person]:
        """Who may come for it: the person, or titulaire then suppléant·e."""
        return [person for person in (self.titular, self.deputy) if person is not None]

    @property
    def is_organisation(self) -> bool:
        return self.membership.organisation_id is not None

    @property
    def answer(self) -> Answer:
        """What the seat answered."""
        return Answer(self.attendance.answer) if self.attendance else Answer.NONE

    @property
    def presence(self) -> Presence:
        """What was noted in the room."""
        return Presence(self.attendance.presence) if self.attendance else Presence.UNKNOWN

    def is_held_by(self, person: Person) -> bool:
        """Whether this person may answer and sit for it."""
        return any(holder.pk == person.pk for holder in self.holders)


def day_of(meeting: Meeting) -> date:
    """The day on which seats and mandates are read."""
    return timezone.localdate(meeting.starts_at)


def roster(meeting: Meeting) -> list[Place]:
    """Every member on the meeting's day, seats first, in the order of names."""
    day = day_of(meeting)
    places = [Place(seat.membership, seat, seat.titular, seat.deputy) for seat in seat_holders(meeting.collective, day)]
    others = Membership.objects.filter(collective=meeting.collective_id, voting=False).on(day).select_related("person", "organisation")  # type: ignore[attr-defined]
    places += [
        Place(membership, None, membership.person, None) for membership in others.order_by("person__sort_text", "organisation__sort_text", "pk")
    ]
    attendances = {each.membership_id: each for each in attendances_of(meeting)}
    for place in places:
        place.attendance = attendances.get(place.membership.pk)
        place.answers = list(place.attendance.answers.all()) if place.attendance else []
    counted = standing(rows_of(places), meeting.collective.proxies_per_seat)
    for place in places:
        place.counts_as = counted.get(place.membership.pk)
    return places


def attendances_of(meeting: Meeting):  # type: ignore[no-untyped-def]
    """Rows of the meeting with what a page shows of them."""
    related = ("present", "answered_by", "proxy_to__membership__person", "proxy_to__membership__organisation", "proxy_to__present")
    return Attendance.objects.filter(meeting=meeting).select_related(*related).prefetch_related("answers__person")


def rows_of(places: list[Place]) -> list[SeatRow]:
    """The rows that are counted: seats alone, known by their member."""
    rows = []
    for place in places:
        if place.seat is None:
            continue
        proxy = place.attendance.proxy_to if place.attendance else None
        rows.append(SeatRow(place.membership.pk, place.answer, place.presence, proxy.membership_id if proxy else None))
    return rows


def count_seats(meeting: Meeting, places: list[Place] | None = None) -> Count:
    """The count of a meeting, by the rules of its group."""
    collective = meeting.collective
    rows = rows_of(roster(meeting) if places is None else places)
    return count(rows, percent=collective.quorum_percent, proxies_per_seat=collective.proxies_per_seat)


def people_of(places: list[Place]) -> list[Person]:
    """Everybody who may come, each once."""
    return list({person.pk: person for place in places for person in place.holders}.values())


def ensure_attendances(meeting: Meeting) -> None:
    """A row for each member of that day; called by services, in their transaction, under the meeting's lock."""
    known = set(Attendance.objects.filter(meeting=meeting).values_list("membership_id", flat=True))
    missing = [place.membership for place in roster(meeting) if place.membership.pk not in known]
    Attendance.objects.bulk_create([Attendance(meeting=meeting, membership=each) for each in missing], ignore_conflicts=True)

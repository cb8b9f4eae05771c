"""Who is expected, who is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from events.registration.enums import ChoiceState, RegistrationState
from events.registration.models import Registration, SessionChoice
from labo_ess.text.search import search_key

if TYPE_CHECKING:
    from events.days.models import Day
    from events.programme.models import Session

STANDING = Q(check_ins__undone_at__isnull=True)


class CheckInQuerySet(QuerySet):
    """Presences."""

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)


@dataclass(frozen=True)
class Attendee:
    """A person as the accueil shows them: name, organisation, ateliers, present or not. `public_id` is the registration’s."""

    public_id: str
    person_id: str
    last_name: str
    first_name: str
    organisation: str
    ateliers: tuple[str, ...]
    present_since: datetime | None
    walk_in: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def letter(self) -> str:
        """Under which letter of the list it stands."""
        return search_key(self.last_name)[:1].upper()


@dataclass(frozen=True)
class Turnout:
    """The counter of the accueil."""

    present: int
    expected: int

    @property
    def missing(self) -> int:
        return self.expected - self.present


def turnout(day: "Day") -> Turnout:
    """Present and expected, in one query. Someone present is expected, whatever became of the registration."""
    here = Q(check_ins__isnull=False) & STANDING
    rows = Registration.objects.filter(day=day).order_by()
    found = rows.aggregate(
        present=Count("pk", filter=here, distinct=True),
        expected=Count("pk", filter=here | Q(state=RegistrationState.CONFIRMED), distinct=True),
    )
    return Turnout(found["present"], found["expected"])


def attendees(day: "Day", text: str = "", session: "Session | None" = None) -> list[Attendee]:
    """Those expected or present, by name, in three queries; `text` looks in the name and the organisation only."""
    rows = (
        Registration.objects.filter(day=day)
        .annotate(present_since=Max("check_ins__checked_in_at", filter=STANDING))
        .filter(Q(state=RegistrationState.CONFIRMED) | Q(present_since__isnull=False))
        .select_related("person", "organisation")
        .prefetch_related(Prefetch("choices", SessionChoice.objects.filter(state=ChoiceState.CONFIRMED).select_related("session")))
        .order_by("person__sort_text", "person_id")
    )
    if session is not None:
        rows = rows.filter(choices__session=session, choices__state=ChoiceState.CONFIRMED)
    words = search_key(text).split()
    return [_attendee(row) for row in rows if all(word in _haystack(row) for word in words)]


def _haystack(row: Registration) -> str:
    """Folded name and organisation: neither address nor phone, which the accueil must not be able to guess."""
    structure = row.organisation.sort_text if row.organisation else search_key(row.organisation_label)
    return f"{row.person.sort_text} {structure}"


def _attendee(row: Registration) -> Attendee:
    return Attendee(
        public_id=str(row.public_id),
        person_id=str(row.person.public_id),
        last_name=row.person.last_name,
        first_name=row.person.first_name,
        organisation=row.organisation.name if row.organisation else row.organisation_label,
        ateliers=tuple(choice.session.title for choice in row.choices.all()),
        present_since=row.present_since,
        walk_in=row.origin == "sur_place",
    )

"""The minutes of a meeting as one document: the same for the page, the PDF and the mail."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch
from django.utils import timezone

from collectives.actions.models import Action
from collectives.meetings.enums import Presence
from collectives.meetings.models import AgendaItem, Approval, Decision, Meeting
from collectives.meetings.quorum import Count
from collectives.meetings.roster import Place, count_seats, roster
from collectives.notes.models import NoteRevision
from contacts.directory.models import Person
from labo_ess.text.slugs import slugify_fr


@dataclass
class Point:
    """A point with what was said, decided and taken on."""

    number: int
    item: AgendaItem
    text: str
    version: int
    revision: NoteRevision | None
    decisions: list[Decision]
    actions: list[Action]

    @property
    def thread_heading(self) -> str:
        """What is above the remarks of its readers."""
        return f"Relecture du point {self.number}"


@dataclass
class Minutes:
    """Everything that the minutes say."""

    meeting: Meeting
    points: list[Point]
    loose_decisions: list[Decision]
    places: list[Place]
    count: Count
    approval: Approval | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    by_presence: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def decisions(self) -> list[Decision]:
        """All of them, in the order of the points."""
        return [decision for point in self.points for decision in point.decisions] + self.loose_decisions

    @property
    def actions(self) -> list[Action]:
        """All of them, in the order of the points."""
        return [action for point in self.points for action in point.actions]

    def actions_of(self, person: Person) -> list[Action]:
        """What this person took on."""
        return [action for action in self.actions if action.owner_id == person.pk]

    @property
    def present(self) -> list[Place]:
        """Members who were there, voting or not."""
        return self.by_presence[Presence.PRESENT]

    @property
    def represented(self) -> list[Place]:
        """Seats that another one carried."""
        return self.by_presence[Presence.REPRESENTED]

    @property
    def excused(self) -> list[Place]:
        """Who said so."""
        return self.by_presence[Presence.EXCUSED]

    @property
    def absent(self) -> list[Place]:
        """The others."""
        return self.by_presence[Presence.ABSENT]


def minutes_of(meeting: Meeting, approval: Approval | None = None) -> Minutes:
    """The minutes as they stand or, with an approval, as they were frozen; a constant number of queries."""
    decisions = Decision.objects.order_by("pk").prefetch_related("actions")
    actions = Action.objects.alive().select_related("owner").order_by("pk")
    items = list(
        meeting.agenda.select_related("note", "presenter", "meeting").prefetch_related(Prefetch("decisions", decisions), Prefetch("actions", actions))
    )
    revisions = _frozen(approval) if approval else _last(items)
    points = []
    for number, item in enumerate(items, 1):
        revision = revisions.get(item.note_id or 0)
        points.append(
            Point(
                number, item, revision.text if revision else "", item.note.lock_version if item.note else 0,
                revision, list(item.decisions.all()), list(item.actions.all()),  # type: ignore[attr-defined]
            )
        )  # fmt: skip
    places = roster(meeting)
    return Minutes(
        meeting, points, list(decisions.filter(meeting=meeting, item__isnull=True)), places, count_seats(meeting, places), approval,
        timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at), _by_presence(places),
    )  # fmt: skip


def last_approval(meeting: Meeting) -> Approval | None:
    """The frozen state that holds today."""
    return meeting.approvals.select_related("pdf").order_by("-number").first()  # type: ignore[attr-defined, no-any-return]


def people_present(minutes: Minutes) -> list[Person]:
    """Persons in the room, each once."""
    there = [place.attendance.present for place in minutes.places if place.attendance and place.attendance.presence == Presence.PRESENT]
    return _once(there)


def people_to_tell(minutes: Minutes) -> list[Person]:
    """To whom approved minutes go: present, represented, excused, and owners of an action."""
    away = [person for place in (*minutes.represented, *minutes.excused) for person in place.holders]
    owners = [action.owner for action in minutes.actions]
    return _once([*people_present(minutes), *away, *owners])


def _once(people: list[Any]) -> list[Person]:
    return list({person.pk: person for person in people if person is not None and not person.is_trashed}.values())


def _by_presence(places: list[Place]) -> dict[str, list[Place]]:
    """Seats as they count; members without a seat as they were noted."""
    found: dict[str, list[Place]] = {each: [] for each in (Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT)}
    for place in places:
        counted = place.counts_as or (place.presence if place.presence in found else None)
        if counted is not None:
            found[counted].append(place)
    return found


def _last(items: list[AgendaItem]) -> dict[int, NoteRevision]:
    """The last revision of each note, in one query."""
    notes = [item.note_id for item in items if item.note_id]
    found: dict[int, NoteRevision] = {}
    for revision in NoteRevision.objects.filter(note__in=notes, number=F("note__lock_version")).select_related("note"):
        found[revision.note_id] = revision
    return found


def _frozen(approval: Approval) -> dict[int, NoteRevision]:
    return {revision.note_id: revision for revision in approval.revisions.select_related("note")}


def day_name(meeting: Meeting) -> str:
    """« chantier-imaginaire-2026-11-07 », for the names of files."""
    return f"{slugify_fr(meeting.collective.name, 40)}-{timezone.localdate(meeting.starts_at).isoformat()}"

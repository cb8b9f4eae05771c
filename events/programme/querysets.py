"""How sessions are read, and what does not fit in a programme."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Self

from django.db.models import QuerySet

from events.programme.enums import RoleState

Day = Any
Session = Any
"""Rows of the models, which stand above this module."""


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


def last_version(day: Day) -> Any:
    """The version that the world reads; None before the first release."""
    return day.versions.order_by("-number").first()


@dataclass(frozen=True)
class Clash:
    """What does not fit: a few words for a cell of the grid, and the sentence."""

    short: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def clashes(day: Day, sessions: Iterable[Session]) -> dict[int, list[Clash]]:
    """session pk → what does not fit. Sessions come `with_people()`: no query is made here.

    They are warnings: a person expected twice, an atelier larger than its room… may be right, or be settled later.
    """
    found: dict[int, list[Clash]] = defaultdict(list)
    sessions = list(sessions)
    for session in sessions:
        _alone(day, session, found[session.pk])
    for one, other in combinations(sessions, 2):
        if one.overlaps(other):
            _together(one, other, found)
    return {pk: noted for pk, noted in found.items() if noted}


def _alone(day: Day, session: Session, noted: list[Clash]) -> None:
    room = session.room
    if session.capacity and room and room.capacity and session.capacity > room.capacity:
        noted.append(Clash("Salle trop petite", f"{session.capacity} places annoncées, {room.capacity} dans la salle"))
    if outside_day(day, session):
        noted.append(Clash("Hors de la journée", "Hors des heures de la journée"))


def _together(one: Session, other: Session, found: dict[int, list[Clash]]) -> None:
    if one.room_id and one.room_id == other.room_id:
        found[one.pk].append(Clash("Salle déjà prise", f"Même salle que « {other.title} »"))
        found[other.pk].append(Clash("Salle déjà prise", f"Même salle que « {one.title} »"))
    busy = {role.person_id: role.person for role in one.roles.all() if role.state != RoleState.DECLINED}
    twice = {role.person_id: role.person for role in other.roles.all() if role.state != RoleState.DECLINED and role.person_id in busy}
    for person in twice.values():
        found[one.pk].append(Clash("Deux séances à la fois", f"{person.name} est aussi attendu·e dans « {other.title} »"))
        found[other.pk].append(Clash("Deux séances à la fois", f"{person.name} est aussi attendu·e dans « {one.title} »"))


def overlapping_ateliers(sessions: Iterable[Session]) -> dict[int, list[Session]]:
    """session pk → other bookable sessions at the same time, of which a person can choose one only."""
    bookable = [session for session in sessions if session.bookable]
    return {one.pk: [other for other in bookable if other.pk != one.pk and one.overlaps(other)] for one in bookable}


def outside_day(day: Day, session: Session) -> bool:
    """Before the first moment of the day, after the last, or on a day that it does not have."""
    if session.day_offset >= day.length_in_days:
        return True
    too_early = session.day_offset == 0 and session.starts < day.starts
    too_late = session.day_offset == day.length_in_days - 1 and session.ends > day.ends
    return too_early or too_late

"""Registrations for machines: the numbers of a day, in a constant number of queries."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from events.days.models import Day
from events.programme.models import Session
from events.registration.enums import RegistrationState
from events.registration.models import Registration, SessionChoice


def find_day(name: str) -> Day | None:
    """By slug or public id."""
    condition = Q(slug=name)
    with suppress(ValueError):
        condition |= Q(public_id=UUID(name))
    return Day.objects.alive().filter(condition).first()


def places_of(name: str) -> dict[str, Any] | None:
    """What `manage.py places` prints; None when there is no such day. Nothing is reserved yet: partners' seats come later."""
    day = find_day(name)
    if day is None:
        return None
    states = Registration.objects.filter(day=day).counts_by_state()
    waiting = Registration.objects.filter(day=day).waiting_in_order().values_list("rank", "person__public_id")
    return {**_facts(day.capacity, states, list(waiting)), "ateliers": _ateliers(day)}


def _ateliers(day: Day) -> list[dict[str, Any]]:
    chosen = SessionChoice.objects.filter(session__day=day)
    states: dict[int, dict[str, int]] = {}
    for row in chosen.order_by().values("session", "state").annotate(n=Count("pk")):
        states.setdefault(row["session"], {})[row["state"]] = row["n"]
    queues: dict[int, list[tuple[int, UUID]]] = {}
    for session, rank, person in chosen.waiting_in_order().values_list("session", "rank", "registration__person__public_id"):
        queues.setdefault(session, []).append((rank, person))
    return [
        {
            "session": str(session.public_id),
            "title": session.title,
            **_facts(session.capacity, states.get(session.pk, {}), queues.get(session.pk, [])),
        }
        for session in Session.objects.filter(day=day).bookable().in_order()
    ]


def _facts(capacity: int | None, states: dict[str, int], waiting: list[tuple[int, UUID]]) -> dict[str, Any]:
    return {
        "capacity": capacity,
        "confirmed": states.get(RegistrationState.CONFIRMED, 0),
        "offered": states.get(RegistrationState.OFFERED, 0),
        "reserved": 0,
        "waiting": [{"rank": rank, "person": str(person)} for rank, person in waiting],
    }

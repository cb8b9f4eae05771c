"""Counting per seat, as pure functions on rows. A seat is never counted twice and never lost, whatever came in which order.

A pouvoir counts only while its carrier is in the room and its giver is not; a carrier carries no more than the group allows.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from collectives.meetings.enums import Answer, Presence


@dataclass(frozen=True)
class SeatRow:
    """A seat at a meeting: its answer, what was noted in the room, and the seat to which it gave its pouvoir."""

    seat: Hashable
    answer: str = Answer.NONE
    presence: str = Presence.UNKNOWN
    proxy_to: Hashable | None = None


@dataclass(frozen=True)
class Count:
    """present + represented + excused + absent = seats, and so do the four answers."""

    seats: int
    answers: Mapping[str, int]
    present: int
    represented: int
    excused: int
    absent: int
    quorum: int

    @property
    def here(self) -> int:
        """Seats that take part."""
        return self.present + self.represented

    @property
    def reached(self) -> bool:
        """Whether the quorum is."""
        return self.here >= self.quorum


def needed(seats: int, percent: int | None) -> int:
    """How many seats make the quorum; 0 when the group has none."""
    return math.ceil(seats * percent / 100) if percent else 0


def standing(rows: Iterable[SeatRow], proxies_per_seat: int) -> dict[Hashable, Presence]:
    """What each seat counts as: present, represented, excused or absent."""
    seats = {row.seat: row for row in rows}
    carried: dict[Hashable, int] = {}
    found: dict[Hashable, Presence] = {}
    for seat in sorted(seats, key=repr):  # more pouvoirs than allowed: the same ones count, whoever came first
        row = seats[seat]
        if row.presence == Presence.PRESENT:
            found[seat] = Presence.PRESENT
            continue
        carrier = seats.get(row.proxy_to) if row.proxy_to != seat else None
        if carrier is not None and carrier.presence == Presence.PRESENT and carried.get(carrier.seat, 0) < proxies_per_seat:
            carried[carrier.seat] = carried.get(carrier.seat, 0) + 1
            found[seat] = Presence.REPRESENTED
        else:
            found[seat] = _alone(row)
    return found


def count(rows: Iterable[SeatRow], *, percent: int | None = None, proxies_per_seat: int = 1) -> Count:
    """Everything that is told of a meeting, per seat."""
    seats = {row.seat: row for row in rows}
    there = list(standing(seats.values(), proxies_per_seat).values())
    answers = {str(answer): sum(row.answer == answer for row in seats.values()) for answer in (Answer.YES, Answer.NO, Answer.PROXY, Answer.NONE)}
    return Count(
        seats=len(seats),
        answers=answers,
        present=there.count(Presence.PRESENT),
        represented=there.count(Presence.REPRESENTED),
        excused=there.count(Presence.EXCUSED),
        absent=there.count(Presence.ABSENT),
        quorum=needed(len(seats), percent),
    )


def _alone(row: SeatRow) -> Presence:
    """Without a pouvoir that counts: excused by word or by answer, else absent."""
    if row.presence == Presence.ABSENT:
        return Presence.ABSENT
    said_so = row.answer in (Answer.NO, Answer.PROXY) or row.proxy_to is not None
    return Presence.EXCUSED if said_so or row.presence in (Presence.EXCUSED, Presence.REPRESENTED) else Presence.ABSENT

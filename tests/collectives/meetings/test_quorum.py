"""Counting per seat: no order of answers, pouvoirs and arrivals counts a seat twice or loses one."""

import random

from hypothesis import HealthCheck, given, settings, strategies

from collectives.meetings.enums import Answer, Presence
from collectives.meetings.quorum import SeatRow, count, needed, standing

steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEATS = range(8)
ROWS = strategies.lists(
    strategies.tuples(
        strategies.sampled_from(SEATS),
        strategies.sampled_from(Answer.values),
        strategies.sampled_from(Presence.values),
        strategies.one_of(strategies.none(), strategies.sampled_from(SEATS)),
    ),
    unique_by=lambda row: row[0],
    max_size=8,
)


def _rows(raw: list[tuple]) -> list[SeatRow]:
    return [SeatRow(*row) for row in raw]


@steady
@given(ROWS, strategies.integers(0, 3), strategies.one_of(strategies.none(), strategies.integers(1, 100)), strategies.randoms())
def test_every_seat_counts_once_in_any_order(raw: list[tuple], cap: int, percent: int | None, order: random.Random) -> None:
    rows = _rows(raw)
    counted = count(rows, percent=percent, proxies_per_seat=cap)
    assert counted.present + counted.represented + counted.excused + counted.absent == counted.seats == len(rows)
    assert sum(counted.answers.values()) == len(rows)
    order.shuffle(rows)
    assert count(rows, percent=percent, proxies_per_seat=cap) == counted
    assert count([*rows, *rows], percent=percent, proxies_per_seat=cap) == counted


@steady
@given(ROWS, strategies.integers(0, 3))
def test_a_pouvoir_counts_only_while_its_carrier_is_there(raw: list[tuple], cap: int) -> None:
    rows = _rows(raw)
    found = standing(rows, cap)
    present = {row.seat for row in rows if row.presence == Presence.PRESENT}
    represented = [row for row in rows if found[row.seat] == Presence.REPRESENTED]
    assert {seat for seat, counts in found.items() if counts == Presence.PRESENT} == present
    assert all(row.proxy_to in present and row.seat not in present for row in represented)
    assert all(sum(row.proxy_to == carrier for row in represented) <= cap for carrier in present)


@steady
@given(ROWS, strategies.sampled_from(SEATS))
def test_an_arrival_never_loses_a_seat(raw: list[tuple], arriving: int) -> None:
    rows = _rows(raw)
    before = count(rows, proxies_per_seat=1)
    after = count(
        [SeatRow(row.seat, row.answer, Presence.PRESENT, row.proxy_to) if row.seat == arriving else row for row in rows], proxies_per_seat=1
    )
    assert after.here >= before.here
    assert after.present <= before.present + 1


def test_a_circle_of_pouvoirs_counts_nobody() -> None:
    circle = [SeatRow("a", Answer.PROXY, proxy_to="b"), SeatRow("b", Answer.PROXY, proxy_to="a"), SeatRow("c", Answer.PROXY, proxy_to="c")]
    assert (count(circle).here, count(circle).excused) == (0, 3)


def test_the_quorum_is_rounded_up() -> None:
    assert [needed(9, 50), needed(10, 50), needed(3, 34), needed(7, None), needed(0, 50)] == [5, 5, 2, 0, 0]

"""What a figure is, how it is told, and the two clocks of the bench: statements and CPU, scaled to a reference machine."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

REFERENCE_LOOP = 0.145
"""Seconds of CPU that the calibration loop takes on the reference machine."""
WARM_UPS = 20
CHECKED_CONNECTION = 1
"""In production each request first asks its connection whether it lives (CONN_HEALTH_CHECKS): a statement too, below what Django shows."""
NOT_COUNTED = re.compile(r"^\s*(BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|SET)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Goal:
    """A figure to reach: at most, or at least."""

    name: str
    value: float
    unit: str
    at_most: bool

    def line(self, reached: float | None) -> str:
        """`name goal reached unit ok|short`; a figure that could not be taken is « - »."""
        met = reached is not None and (reached <= self.value if self.at_most else reached >= self.value)
        told = "-" if reached is None else f"{reached:.0f}" if self.unit in ("queries", "requests") else f"{reached:.2f}"
        return f"{self.name} {self.value:g} {told} {self.unit} {'ok' if met else 'short'}"


def at_most(name: str, value: float, unit: str) -> Goal:
    """The less the better."""
    return Goal(name, value, unit, True)


def at_least(name: str, value: float, unit: str = "x") -> Goal:
    """The more the better; « x » is a ratio to a floor measured in the same run."""
    return Goal(name, value, unit, False)


Measure = Callable[[Any], dict[str, float]]
MEASURES: list[tuple[tuple[Goal, ...], Measure]] = []


def measures(*goals: Goal) -> Callable[[Measure], Measure]:
    """Register a function that answers {name of the goal: what was reached}."""

    def register(measure: Measure) -> Measure:
        MEASURES.append((goals, measure))
        return measure

    return register


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of a block."""
    from django.db import connection

    statements: list[str] = []

    def watch(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if not NOT_COUNTED.match(sql):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements


def loop_seconds() -> float:
    """CPU of the calibration loop, the best of three: how fast this machine is just now."""
    taken = []
    for _ in range(3):
        began, x = time.process_time(), 0
        for i in range(3_000_000):
            x += i * i
        taken.append(time.process_time() - began)
    return min(taken)


def cpu_ms(ask: Callable[[], object], rounds: int) -> float:
    """Median CPU of one call in this process, after warm-ups, scaled."""
    for _ in range(WARM_UPS):
        ask()
    loop, taken = loop_seconds(), []
    for _ in range(rounds):
        began = time.process_time()
        ask()
        taken.append(time.process_time() - began)
    loop = (loop + loop_seconds()) / 2
    return statistics.median(taken) * 1000 * REFERENCE_LOOP / loop

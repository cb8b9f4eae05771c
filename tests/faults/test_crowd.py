"""Everybody answers at once: the day and its ateliers are exactly full, the queue has neither hole nor tie, and each has one mail."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crowd import Log, crowd, judge, same_form
from tests.faults.served import answers, environment_of, manage_json, prepare, running, until, web, work
from tests.faults.sink import Sink, smtp_sink
from tests.run import free_port

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@dataclass(frozen=True)
class Size:
    """So many guests, so many at a time, for so many places."""

    guests: int
    at_a_time: int
    places: int
    atelier: int
    mails_within: float = 120


SHORT = Size(guests=30, at_a_time=8, places=18, atelier=3)
FULL = Size(guests=500, at_a_time=64, places=300, atelier=30, mails_within=600) if POSTGRESQL else Size(200, 8, 40, 8, mails_within=600)


@dataclass
class Ground:
    """One house for all the crowds of this file: its base, its port, the server that receives its mails."""

    environment: dict[str, str]
    port: int
    sink: Sink
    log: Path
    seeds: Iterator[int] = field(default_factory=lambda: iter(range(1, 100)))

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    def day(self, size: Size) -> dict[str, Any]:
        """An open day with eight ateliers at three hours, and its invited guests."""
        numbers = (size.guests, size.places, size.atelier, next(self.seeds))
        return manage_json(self.environment, "-m", "tests.faults.open_day", "crowd", *map(str, numbers))

    def places(self, day: dict[str, Any]) -> dict[str, Any]:
        return manage_json(self.environment, "manage.py", "places", day["slug"], "--json")

    def look(self) -> dict[str, Any]:
        return manage_json(self.environment, "-m", "tests.faults.open_day", "look")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    var, port = tmp_path_factory.mktemp("crowd"), free_port()
    with smtp_sink() as sink:
        environment = environment_of(var, sink, port, LOG_LEVEL="WARNING")
        prepare(environment)
        yield Ground(environment, port, sink, var / "web.log")


def _come(ground: Ground, size: Size, record: Any) -> tuple[dict[str, Any], Log]:
    day = ground.day(size)
    with running(ground.environment, {"web": web(ground.port), "worker": work()}, ground.log):
        assert until(lambda: answers(ground.base), 90)
        log = crowd(day["guests"], ground.base, at_a_time=size.at_a_time, seed=size.guests)
        until(lambda: not set(day["guests"]) - set(ground.sink.arrived), size.mails_within)
        time.sleep(1)  # a repeat would come now
    record("figures", f"{size.guests} guests in {log.seconds:.1f} s, slowest request {log.slowest:.2f} s, told to try again {log.refused} times")
    return day, log


@pytest.mark.parametrize("size", [pytest.param(SHORT, id="short"), pytest.param(FULL, id="full", marks=pytest.mark.faults)])
def test_a_crowd_for_few_places(ground: Ground, size: Size, record_property: Any) -> None:
    day, log = _come(ground, size, record_property)
    assert judge(ground.places(day), log, day["persons"], size.places, size.atelier) == []
    found = ground.look()
    mine = [address for address in found["confirmed"] if address in day["guests"]]
    assert sorted(mine) == sorted(address for address, told in log.told.items() if told.state == "confirmed")  # nobody twice
    assert {address: len(ground.sink.arrived[address]) for address in day["guests"]} == dict.fromkeys(day["guests"], 1)
    assert found["deadlocks"] == 0
    assert re.findall(r"Traceback|Internal Server Error|deadlock", ground.log.read_text()) == []


def test_the_same_form_twenty_times_at_once(ground: Ground) -> None:
    day = ground.day(SHORT)
    address, path = next(iter(day["guests"].items()))
    with running(ground.environment, {"web": web(ground.port), "worker": work()}, ground.log):
        assert until(lambda: answers(ground.base), 90)
        assert same_form(path, ground.base, 20, seed=20) == [302] * 20
        assert until(lambda: ground.sink.arrived[address], 60)
        time.sleep(3)  # a second one would come now
    assert (len(ground.sink.arrived[address]), ground.look()["confirmed"].count(address)) == (1, 1)
    assert ground.places(day)["confirmed"] == 1


def test_control_without_the_lock_the_crowd_is_sold_too_many_places(ground: Ground) -> None:
    """A race is a matter of chance, the more so on a busy machine: one of three crowds is enough."""
    wrong: list[str] = []
    with running({**ground.environment, "BROKEN": "unlocked"}, {"web": web(ground.port, broken="unlocked")}):
        assert until(lambda: answers(ground.base), 90)
        for _crowd in range(3):
            day = ground.day(SHORT)
            log = crowd(day["guests"], ground.base, at_a_time=SHORT.at_a_time, seed=SHORT.guests)
            wrong = judge(ground.places(day), log, day["persons"], SHORT.places, SHORT.atelier)
            if any(each.startswith("day: oversold") for each in wrong):
                return
    pytest.fail(f"places were counted without a lock, and no crowd was oversold: {wrong}")

"""Workers are killed while mails leave: none is lost, and a repeat is the same bytes under the same Message-ID."""

import json
import time
from dataclasses import dataclass
from typing import Any

import pytest

from tests.faults.served import environment_of, kill, manage, manage_json, running, until, work
from tests.faults.sink import Sink, smtp_sink

CONCURRENCY = 2
"""Mails in hand at a time: MAIL_SENDERS of `environment_of`."""
LAST_WITHIN = 300

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]


@dataclass(frozen=True)
class Fire:
    """So many mails and so many kills. `clocks`: those of the last worker."""

    mails: int
    kills: int
    clocks: dict[str, str]

    @property
    def apart(self) -> int:
        """New mails between two kills; the last ones are left for the last worker."""
        return self.mails * 19 // 20 // self.kills


SHORT = Fire(mails=200, kills=4, clocks={})
FULL = Fire(mails=2000, kills=50, clocks={"TICK_SECONDS": "60", "MAIL_HEARTBEAT_SECONDS": "15", "MAIL_STALE_SECONDS": "60"})
"""The last worker lives by the clocks of a real house: what its dead predecessor held is taken back as late as it would be there."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a house whose base is made once."""
    environment = environment_of(tmp_path_factory.mktemp("fire"), Sink())
    manage(environment, "manage.py", "migrate", "-v0")
    manage(environment, "manage.py", "createcachetable")
    return environment


def leading_to(base: dict[str, str], sink: Sink) -> dict[str, str]:
    return {**base, "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}


@pytest.mark.parametrize("fire", [pytest.param(SHORT, id="short"), pytest.param(FULL, id="full", marks=pytest.mark.faults)])
def test_a_killed_worker_loses_no_mail(fire: Fire, base: dict[str, str], record_property: Any) -> None:
    with smtp_sink(delay=0.01) as sink:
        environment = leading_to(base, sink)
        sent = manage_json(environment, "-m", "tests.faults.send_mailing", str(fire.mails))
        assert len(sent["addresses"]) == fire.mails
        began = time.monotonic()
        for number in range(1, fire.kills + 1):
            with running(environment, {"worker": work()}) as processes:
                assert until(lambda number=number: len(sink.arrived) >= number * fire.apart, 120), f"{len(sink.arrived)} mails before kill {number}"
                assert processes["worker"].poll() is None
                kill(processes["worker"])
        killed = time.monotonic()
        with running({**environment, **fire.clocks}, {"worker": work()}):
            until(lambda: not set(sent["addresses"]) - set(sink.arrived), LAST_WITHIN)
            last = time.monotonic() - killed
            time.sleep(2)  # a repeat would come now
    copies = [each for each in sink.arrived.values() if len(each) > 1]
    repeats = sum(len(each) - 1 for each in copies)
    told = f"{fire.mails} mails, {fire.kills} kills in {killed - began:.0f} s, {repeats} repeats, the last mail {last:.0f} s after the last kill"
    record_property("figures", told)
    assert set(sent["addresses"]) - set(sink.arrived) == set()
    assert set(sink.arrived) - set(sent["addresses"]) == set()
    assert repeats <= fire.kills * CONCURRENCY
    assert all(len(set(each)) == 1 for each in copies), copies
    assert last < LAST_WITHIN


def test_the_judge_would_see_a_mail_lost_and_another_written_twice(base: dict[str, str]) -> None:
    """The control: a row taken away and another sent anew under another identity, as a careless outbox would do."""
    with smtp_sink() as sink:
        environment = leading_to(base, sink)
        sent = manage_json(environment, "-m", "tests.faults.send_mailing", "20", "careless")
        with running(environment, {"worker": work()}):
            assert until(lambda: sink.copies >= 20, 120), json.dumps(sink.arrived)
            time.sleep(2)
    assert len(set(sent["addresses"]) - set(sink.arrived)) == 1
    assert [len(set(each)) for each in sink.arrived.values() if len(each) > 1] == [2]

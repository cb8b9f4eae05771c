"""The web server is killed just after the commit, before it could ring or answer: no registration without its mail.

Judged by what the guests read when they come back, and by the mail server.
"""

import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.visitor import Visitor
from tests.faults.crowd import filled
from tests.faults.served import CUT, answers, environment_of, manage_json, prepare, running, until, web, work
from tests.faults.sink import Sink, smtp_sink
from tests.run import free_port

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]
MAIL_WITHIN = 60


def _die_at_each(guests: dict[str, str], environment: dict[str, str], port: int, broken: str) -> list[str]:
    """One guest after the other answers to a server that dies of it; those who were cut, as all should be."""
    base, cut = f"http://localhost:{port}", []
    for number, (address, path) in enumerate(guests.items()):
        with running({**environment, "BROKEN": broken}, {"web": web(port, workers=1, broken=broken)}) as processes:
            assert until(lambda: answers(base), 90)
            guest = Visitor(base)
            action, fields, _wanted = filled(guest.get(path), random.Random(number))
            try:
                guest.post(action, fields)
            except CUT:
                cut.append(address)
            assert until(lambda processes=processes: processes["web"].poll() is not None, 20)
    return cut


def _registered(guests: dict[str, str], environment: dict[str, str], port: int) -> set[str]:
    """Who reads on their page, once a sound server is back, that they are registered."""
    base = f"http://localhost:{port}"
    with running(environment, {"web": web(port, workers=1)}):
        assert until(lambda: answers(base), 90)
        return {address for address, path in guests.items() if Visitor(base).get(path).state in ("confirmed", "waiting")}


def _mailed(guests: dict[str, str], environment: dict[str, str], sink: Sink) -> dict[str, int]:
    with running(environment, {"worker": work()}):
        until(lambda: not set(guests) - set(sink.arrived), MAIL_WITHIN)
        time.sleep(3)  # a second one would come now
    return {address: len(sink.arrived.get(address, ())) for address in guests}


@pytest.mark.parametrize("kills", [pytest.param(5, id="short"), pytest.param(50, id="full", marks=pytest.mark.faults)])
def test_no_registration_without_its_mail(kills: int, tmp_path: Path, record_property: Any) -> None:
    port = free_port()
    with smtp_sink() as sink:
        environment = environment_of(tmp_path, sink, port)
        prepare(environment)
        guests = manage_json(environment, "-m", "tests.faults.open_day", "crowd", str(kills), str(kills // 2), "3", "1")["guests"]
        began = time.monotonic()
        assert _die_at_each(guests, environment, port, "dies") == list(guests)
        seconds = time.monotonic() - began
        assert sink.copies == 0  # no worker yet: nothing was handed over on the way
        assert _registered(guests, environment, port) == set(guests)
        mailed = _mailed(guests, environment, sink)
    record_property("figures", f"{kills} kills in {seconds:.0f} s, {sum(mailed.values())} mails for {len(guests)} registrations")
    assert mailed == dict.fromkeys(guests, 1)


def test_control_a_mail_queued_after_the_commit_is_lost(tmp_path: Path) -> None:
    port = free_port()
    with smtp_sink() as sink:
        environment = environment_of(tmp_path, sink, port)
        prepare(environment)
        guests = manage_json(environment, "-m", "tests.faults.open_day", "crowd", "2", "2", "3", "1")["guests"]
        victim = dict([next(iter(guests.items()))])
        assert _die_at_each(victim, environment, port, "late") == list(victim)
        assert _registered(victim, environment, port) == set(victim)
        with running(environment, {"worker": work()}):
            time.sleep(10)
    assert sink.copies == 0

"""The web server is killed just after the commit, before it could ring or answer: no registration without its mail.

Judged by what the guests read when they come back, and by the mail server.
"""

import random
import time
from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], int, Sink]]:
    """A house for all the kills of this file: its environment, its port, the server that receives its mails."""
    port = free_port()
    with smtp_sink() as sink:
        environment = environment_of(tmp_path_factory.mktemp("killed"), sink, port)
        prepare(environment)
        yield environment, port, sink


def _invited(environment: dict[str, str], count: int, seed: int) -> dict[str, str]:
    numbers = (count, count // 2, 3, seed)
    return manage_json(environment, "-m", "tests.faults.open_day", "crowd", *map(str, numbers))["guests"]


@pytest.mark.parametrize("kills", [pytest.param(5, id="short"), pytest.param(50, id="full", marks=pytest.mark.faults)])
def test_no_registration_without_its_mail(ground: tuple[dict[str, str], int, Sink], kills: int, record_property: Any) -> None:
    environment, port, sink = ground
    guests, before = _invited(environment, kills, seed=kills), sink.copies
    began = time.monotonic()
    assert _die_at_each(guests, environment, port, "dies") == list(guests)
    seconds = time.monotonic() - began
    assert sink.copies == before  # no worker yet: nothing was handed over on the way
    assert _registered(guests, environment, port) == set(guests)
    mailed = _mailed(guests, environment, sink)
    record_property("figures", f"{kills} kills in {seconds:.0f} s, {sum(mailed.values())} mails for {len(guests)} registrations")
    assert mailed == dict.fromkeys(guests, 1)


def test_control_a_mail_queued_after_the_commit_is_lost(ground: tuple[dict[str, str], int, Sink]) -> None:
    """The same kill in a house that writes its mails too late; the mail of another guest, written in time, does arrive."""
    environment, port, sink = ground
    (late, path), (timely, other_path) = _invited(environment, 2, seed=2).items()
    assert _die_at_each({late: path}, environment, port, "late") == [late]
    assert _die_at_each({timely: other_path}, environment, port, "dies") == [timely]
    assert _registered({late: path, timely: other_path}, environment, port) == {late, timely}
    with running(environment, {"worker": work()}):
        assert until(lambda: timely in sink.arrived, MAIL_WITHIN)
        time.sleep(5)  # the other one would come now
    assert late not in sink.arrived

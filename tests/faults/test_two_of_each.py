"""Two web servers, two workers and one beat; one of each is killed while people register: nothing accepted is lost.

Judged by what the clients were told, by the rows, and by the mail server, never by the states of the outbox.
"""

import json
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.served import CUT, Told, answers, environment_of, kill, manage, running, until
from tests.faults.sink import smtp_sink
from tests.run import free_port

GUESTS = 300
CLIENTS = 8
TRIES = 60
MAIL_WITHIN = 120

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.postgres, pytest.mark.xdist_group("processes")]


@dataclass
class Log:
    """What each client was told, as it came."""

    accepted: dict[str, float] = field(default_factory=dict)
    already: dict[str, float] = field(default_factory=dict)
    cuts: int = 0
    faults: list[tuple[str, int]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Guests who know that they are registered."""
        return len(self.accepted) + len(self.already)


def one_guest(address: str, path: str, bases: list[str], first: int, log: Log) -> None:
    """Open the link and register; a connection cut by a dying server is tried again on the other one, as a proxy does."""
    for attempt in range(TRIES):
        guest = Told(bases[(first + attempt) % len(bases)])
        try:
            page = guest.get(path)
            if page.state == "confirmed":
                log.already[address] = time.monotonic()
                return
            answer = guest.submit(page, "//form[@data-verb='register']")
        except CUT:
            log.cuts += 1
            time.sleep(0.05)
            continue
        if answer.status == 302:
            log.accepted[address] = time.monotonic()
            return
        log.faults.append((address, answer.status))
        return


def crowd(invited: dict[str, str], bases: list[str], log: Log) -> list[threading.Thread]:
    """Clients at work, each taking the next guest."""
    waiting: queue.SimpleQueue[tuple[int, tuple[str, str]]] = queue.SimpleQueue()
    for entry in enumerate(invited.items()):
        waiting.put(entry)

    def client() -> None:
        while True:
            try:
                number, (address, path) = waiting.get_nowait()
            except queue.Empty:
                return
            one_guest(address, path, bases, number, log)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    return threads


def test_one_web_and_one_worker_die_and_nothing_accepted_is_lost(tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    bases, log = [f"http://localhost:{port}" for port in ports], Log()
    with smtp_sink(delay=0.05) as sink:
        environment = environment_of(tmp_path, sink, ports[0])
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            manage(environment, "manage.py", *command)
        invited = json.loads(manage(environment, "-m", "tests.faults.open_day", "prepare", str(GUESTS)))
        assert len(invited) == GUESTS
        words = {f"web{n}": ["web", "--port", str(port)] for n, port in enumerate(ports)}
        words |= {"worker0": ["work", "--no-beat"], "worker1": ["work", "--no-beat"], "beat": ["beat"]}
        commands = {name: [sys.executable, "manage.py", *each] for name, each in words.items()}
        with running(environment, commands) as processes:
            assert until(lambda: all(answers(base) for base in bases), 60)
            threads = crowd(invited, bases, log)
            assert until(lambda: log.done >= GUESTS // 4, 120), log
            kill(processes["web0"])
            web_died = time.monotonic()
            assert until(lambda: log.done >= GUESTS // 2 and sink.copies >= 20, 120), (log.done, sink.copies)
            kill(processes["worker0"])
            mails_before = sink.copies
            for thread in threads:
                thread.join(300)
            until(lambda: not set(invited) - set(sink.arrived), MAIL_WITHIN)
            time.sleep(2)  # a repeat would come now
            found = json.loads(manage(environment, "-m", "tests.faults.open_day", "look"))
            assert [name for name, process in processes.items() if process.poll() is not None] == ["web0", "worker0"]
    assert (log.faults, log.done) == ([], GUESTS)
    assert log.cuts > 0  # the server did die under its clients
    assert sum(moment > web_died for moment in log.accepted.values()) >= GUESTS // 4  # and the other went on
    assert found["confirmed"] == sorted(invited)
    assert set(invited) - set(sink.arrived) == set()
    assert mails_before < GUESTS  # the second worker had mails left to send
    repeated = {address: copies for address, copies in sink.arrived.items() if len(copies) > 1}
    assert sum(len(copies) - 1 for copies in repeated.values()) <= 2  # one kill, two threads
    assert all(len(set(copies)) == 1 for copies in repeated.values()), repeated
    assert (found["waiting_mails"], found["doubled_ticks"]) == (0, 0)

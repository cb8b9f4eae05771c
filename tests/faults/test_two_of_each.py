"""Two web servers, two workers and one beat; one of each is killed while people register: nothing accepted is lost.

Judged by what the clients were told, by the rows, and by the mail server, never by the states of the outbox.
"""

import http.client
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser.house import ROOT, _own_database
from tests.browser.visitor import Visitor
from tests.faults.sink import Sink, smtp_sink
from tests.run import free_port

GUESTS = 300
CLIENTS = 8
TRIES = 60
MAIL_WITHIN = 120
CUT = (urllib.error.URLError, http.client.HTTPException, OSError)

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.postgres, pytest.mark.xdist_group("processes")]


class Told(Visitor):
    """Sees the 302 itself instead of following it: that answer is the promise."""

    def __init__(self, base: str) -> None:
        super().__init__(base, timeout=20)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(), _NoRedirect())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


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


def environment_of(var: Path, sink: Sink, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "ALLOWED_HOSTS", "BROKER_URL")}
    return {
        **kept,
        "DEMO": "1",
        "VAR_DIR": str(var),
        "DATABASE_URL": _own_database(var),
        "REDIS_URL": os.environ["REDIS_URL"].rsplit("/", 1)[0] + "/13",
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "MAIL_SENDERS": "2",
        "TICK_SECONDS": "1",
        "MAIL_HEARTBEAT_SECONDS": "1",
        "MAIL_STALE_SECONDS": "3",
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=300).stdout


@contextmanager
def running(environment: dict[str, str], commands: dict[str, list[str]]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Each command in a session of its own; whatever lives at the end is killed."""
    processes = {}
    try:
        for name, command in commands.items():
            processes[name] = subprocess.Popen(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
            )
        yield processes
    finally:
        for process in processes.values():
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition: Any, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.1)
    return False


def answers(base: str) -> bool:
    try:
        return Visitor(base, timeout=2).get("/").status == 200
    except CUT:
        return False


def test_one_web_and_one_worker_die_and_nothing_accepted_is_lost(tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    bases, log = [f"http://localhost:{port}" for port in ports], Log()
    with smtp_sink(delay=0.05) as sink:
        environment = environment_of(tmp_path, sink, ports[0])
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            manage(environment, "manage.py", *command)
        invited = json.loads(manage(environment, "-m", "tests.faults.open_day", "prepare", str(GUESTS)))
        assert len(invited) == GUESTS
        commands = {f"web{n}": ["web", "--port", str(port)] for n, port in enumerate(ports)}
        commands |= {"worker0": ["work", "--no-beat"], "worker1": ["work", "--no-beat"], "beat": ["beat"]}
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

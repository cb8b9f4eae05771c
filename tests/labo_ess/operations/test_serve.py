"""The launcher with real processes: one READY line, a busy port, a stop that leaves nothing."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.run import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
ROOT = Path(__file__).resolve().parents[3]
OURS = ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL", "BROKER_URL", "LOG_LEVEL", "ALLOWED_HOSTS")


def manage(*arguments: str, environment: dict[str, str], **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, **options)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a fresh demo whose database is made."""
    var = tmp_path_factory.mktemp("var")
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"DEMO": "1", "VAR_DIR": str(var), "PORT": str(free_port())}
    for command in (["migrate", "--verbosity", "0"], ["createcachetable"]):
        assert manage(*command, environment=environment).wait(180) == 0
    return environment


@pytest.fixture
def served(house: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`manage.py serve`, READY."""
    process = manage("serve", environment=house, start_new_session=True, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdout.readline() == f"READY http://localhost:{house['PORT']}/\n"
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(15)


def family(pid: int) -> set[int]:
    """Every living descendant of `pid`."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, fresh = set(), {pid}
    while fresh:
        found |= fresh
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
    return found


def lives(pid: int) -> bool:
    """Not ended; what has ended and was not yet noticed by its parent is no process any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_no_process(served: subprocess.Popen[str], number: int) -> None:
    children = family(served.pid)
    assert len(children) >= 4  # itself, gunicorn and its workers, the worker
    began = time.monotonic()
    served.send_signal(number)
    assert served.wait(15) == 0
    assert time.monotonic() - began < 10
    assert [pid for pid in children if lives(pid)] == []


AS_LOADED = """
import json, os, sys, threading
from labo_ess.wsgi import application
from django.db import connections
open_files = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
print(json.dumps({
    "connections": [each.alias for each in connections.all() if each.connection is not None],
    "threads": threading.active_count() - 1,
    "sockets": [path for path in open_files if os.path.exists(path) and os.readlink(path).startswith("socket:")],
    "addresses": "events.registration.urls" in sys.modules,
    "for the worker only": [name for name in ("weasyprint", "python_calamine") if name in sys.modules],
}))
"""


def test_what_the_web_workers_share_holds_nothing_that_must_not_be_shared(house: dict[str, str]) -> None:
    loaded = subprocess.run([sys.executable, "-c", AS_LOADED], cwd=ROOT, env=house, text=True, capture_output=True, check=True)
    assert json.loads(loaded.stdout) == {"connections": [], "threads": 0, "sockets": [], "addresses": True, "for the worker only": []}


def test_a_busy_port_is_said(served: subprocess.Popen[str], house: dict[str, str]) -> None:
    second = manage("serve", environment=house, stderr=subprocess.PIPE)
    _out, told = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"Le port {house['PORT']} est déjà pris" in told


def test_the_worker_ticks_and_the_mail_leaves(served: subprocess.Popen[str], house: dict[str, str]) -> None:
    """A mail queued by another process is in the mailbox soon after; nothing but rows and the bell links the two."""
    code = "from django.core.mail import send_mail; send_mail('Essai', 'Bonjour', None, ['lou@example.org'])"
    assert manage("shell", "-v", "0", "-c", code, environment=house).wait(60) == 0
    folder, ends = Path(house["VAR_DIR"]) / "mail" / "new", time.monotonic() + 20
    while time.monotonic() < ends and not (folder.is_dir() and list(folder.iterdir())):
        time.sleep(0.2)
    assert len(list(folder.iterdir())) == 1
    with urllib.request.urlopen(f"http://localhost:{house['PORT']}/sante/") as answer:
        figures = json.load(answer)
    assert (figures["database"], figures["mail_late_seconds"]) == (True, 0)
    assert figures["last_tick_seconds"] is not None


def ticks(house: dict[str, str]) -> int:
    """How many periods of the outbox's sweep were taken, read from the file of the base itself."""
    with closing(sqlite3.connect(Path(house["VAR_DIR"]) / "labo.sqlite3", timeout=10)) as base:
        return base.execute("SELECT count(*) FROM clock_tickedjob WHERE job = 'outbox'").fetchone()[0]


def test_two_beats_beside_a_worker_without_one_make_one_effect(house: dict[str, str]) -> None:
    environment, before = house | {"TICK_SECONDS": "1"}, ticks(house)
    worker = manage("work", "--no-beat", environment=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        time.sleep(4)
        assert ticks(house) == before  # nobody gives the time
        began = time.monotonic()
        beats = [manage("beat", environment=environment, start_new_session=True, stderr=subprocess.DEVNULL) for _ in range(2)]
        while ticks(house) < before + 4:
            assert time.monotonic() - began < 60
            time.sleep(0.2)
        time.sleep(2)
        for beat in beats:
            assert beat.poll() is None
            beat.terminate()
        assert [beat.wait(10) for beat in beats] == [0, 0]
        assert ticks(house) - before <= time.monotonic() - began + 2  # one a second at most, for two calls a second
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

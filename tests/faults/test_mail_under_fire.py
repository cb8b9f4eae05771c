"""The worker is killed while mails leave: none is lost, and a repeat is the same bytes under the same Message-ID."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.house import ROOT, _own_database
from tests.faults.sink import Sink, smtp_sink

MAILS = 200
KILLS = 4
CONCURRENCY = 2

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]


def _environment(var: Path, sink: Sink) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "BROKER_URL")}
    if os.environ.get("REDIS_URL"):
        kept["REDIS_URL"] = os.environ["REDIS_URL"].rsplit("/", 1)[0] + "/14"
    return {
        **kept,
        "DEMO": "1",
        "VAR_DIR": str(var),
        "DATABASE_URL": _own_database(var),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "TICK_SECONDS": "1",
        "MAIL_HEARTBEAT_SECONDS": "1",
        "MAIL_STALE_SECONDS": "3",
    }


def _manage(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=300).stdout


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(sink: Sink, copies: int, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if sink.copies >= copies:
            return True
        time.sleep(0.05)
    return False


def test_a_killed_worker_loses_no_mail(tmp_path: Path) -> None:
    with smtp_sink(delay=0.01) as sink:
        environment = _environment(tmp_path, sink)
        _manage(environment, "manage.py", "migrate", "-v0")
        _manage(environment, "manage.py", "createcachetable")
        sent = json.loads(_manage(environment, "-m", "tests.faults.send_mailing", str(MAILS)))
        assert len(sent["addresses"]) == MAILS
        for kill in range(1, KILLS + 1):
            with _worker(environment):
                assert _wait_for(sink, kill * 30, 60), f"only {sink.copies} mails before kill {kill}"
        with _worker(environment):
            ends = time.monotonic() + 120
            while time.monotonic() < ends and set(sent["addresses"]) - set(sink.arrived):
                time.sleep(0.2)
            time.sleep(2)
        lost = set(sent["addresses"]) - set(sink.arrived)
        repeated = {address: copies for address, copies in sink.arrived.items() if len(copies) > 1}
        assert lost == set()
        assert sum(len(copies) - 1 for copies in repeated.values()) <= KILLS * CONCURRENCY
        assert all(len(set(copies)) == 1 for copies in repeated.values()), repeated

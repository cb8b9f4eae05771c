"""A house of several real processes, started, stopped and killed one by one; and a client that sees each answer as it comes."""

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from labo_ess.operations.launcher import web_command
from tests.browser.house import ROOT, _own_database
from tests.browser.visitor import Visitor
from tests.faults.sink import Sink

CUT = (urllib.error.URLError, http.client.HTTPException, OSError)
"""What a client sees of a server that dies."""
_BELLS = itertools.count()
"""Each house has a database of Redis of its own: no message of a dead one is taken by the next."""
FAST = {"TICK_SECONDS": "1", "MAIL_HEARTBEAT_SECONDS": "1", "MAIL_STALE_SECONDS": "3"}
"""Clocks of a house whose dead are noticed at once, so that many may die in a test."""


class Told(Visitor):
    """Sees the 302 itself instead of following it: that answer is the promise."""

    def __init__(self, base: str, timeout: float = 20) -> None:
        super().__init__(base, timeout=timeout)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(), _NoRedirect())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def environment_of(var: Path, sink: Sink, port: int = 8000, **more: str) -> dict[str, str]:
    """A fresh base, a bell of its own, mail to the sink, and fast clocks."""
    forgotten = ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "ALLOWED_HOSTS", "SITE_URL", "BROKER_URL")
    kept = {name: value for name, value in os.environ.items() if name not in forgotten}
    if os.environ.get("REDIS_URL"):
        kept["REDIS_URL"] = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{16 + next(_BELLS) % 48}"
    return {
        **kept,
        "DEMO": "1",
        "VAR_DIR": str(var),
        "DATABASE_URL": _own_database(var),
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "MAIL_SENDERS": "2",
        **FAST,
        **more,
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run python with these arguments to its end; its output."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=600).stdout


def manage_json(environment: dict[str, str], *arguments: str) -> Any:
    """The same, its output read."""
    return json.loads(manage(environment, *arguments))


def prepare(environment: dict[str, str]) -> None:
    """An empty house, ready to be served."""
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
        manage(environment, "manage.py", *command)


def web(port: int, *, workers: int = 2, broken: str = "") -> list[str]:
    """The house's own gunicorn; `broken` names what tests/faults/broken_web.py takes away from it."""
    command = web_command("127.0.0.1", port, workers, 4)
    return ["tests.faults.broken_web:application" if broken and part == "labo_ess.wsgi:application" else part for part in command]


def work(*options: str) -> list[str]:
    """The worker."""
    return [sys.executable, "manage.py", "work", *options]


@contextmanager
def running(environment: dict[str, str], commands: dict[str, list[str]], log: Path | None = None) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Each command in a session of its own; whatever lives at the end is killed. What they say goes to the end of `log`."""
    processes = {}
    with (log or Path(os.devnull)).open("ab") as told:
        try:
            for name, command in commands.items():
                processes[name] = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=told, stderr=told)
            yield processes
        finally:
            for process in processes.values():
                kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition: Callable[[], object], seconds: float) -> bool:
    """Wait for a condition, in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.1)
    return False


def answers(base: str) -> bool:
    """Whether the house is open."""
    try:
        return Visitor(base, timeout=5).get("/").status == 200
    except CUT:
        return False

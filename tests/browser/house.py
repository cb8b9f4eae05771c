"""A whole house for browser tests: its own database, web server, worker and scheduler, started as `make demo` does."""

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.environment import CI

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


_HOUSES = itertools.count()
"""Each house of this process has a base and a queue of its own: an earlier one may still be alive."""


@dataclass
class House:
    """A running demo: where it answers, who may sign in, where its mail falls."""

    base: str
    demo: dict[str, Any]
    var: Path
    environment: dict[str, str]
    furnished: dict[str, Any] = field(default_factory=dict)
    """What `furnish` added, once for all the modules that look at this house."""

    def account(self, role: str) -> dict[str, str]:
        """The demo account of a role: e-mail and password."""
        return next(account for account in self.demo["accounts"] if account["role"] == role)

    def manage(self, *arguments: str) -> dict[str, Any]:
        """A management command with `--json`, read."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments, "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def mails(self) -> list[Any]:
        """Every mail that fell into the demo's Maildir, oldest first; what is in `tmp` is still being written."""
        import email
        import email.policy

        paths = sorted((self.var / "mail" / "new").glob("*"), key=lambda path: path.stat().st_mtime)
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own_database(var: Path, number: int | None = None) -> str:
    """A fresh base on the server of the column, or a file of SQLite."""
    number = next(_HOUSES) if number is None else number
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{var / 'labo.sqlite3'}"
    import psycopg2

    parts, name = urlsplit(url), f"house_{os.getpid()}_{number}"
    connection = psycopg2.connect(host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname=parts.path.strip("/"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return url.rsplit("/", 1)[0] + f"/{name}"


def start_house(var: Path, log: Path | None = None, *, filled: bool = True) -> tuple[House, subprocess.Popen[str]]:
    """Migrate, load the scenario (or little more than accounts), serve; returns once READY is printed. What it logs goes to `log`."""
    port, number = _free_port(), next(_HOUSES)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "ALLOWED_HOSTS", "BROKER_URL")
    }
    environment = {**kept, "DEMO": "1", "VAR_DIR": str(var), "PORT": str(port), "DATABASE_URL": _own_database(var, number), "TICK_SECONDS": "5"}
    if os.environ.get("REDIS_URL"):  # houses that live at the same time must not take each other’s wake-ups
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        environment["REDIS_URL"] = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{64 + worker * 64 + number % 64}"
    scenario = ["load_demo"] if filled else ["shell", "-c", "from tests.browser.furnish import open_empty_house; open_empty_house()"]
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"], scenario):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, timeout=300, stdout=subprocess.DEVNULL)
    serve, errors = [sys.executable, "manage.py", "serve"], log.open("w") if log else None
    process = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("READY"):
            break
    else:
        pytest.fail("the house stopped before it was ready")
    demo = json.loads((var / "demo.json").read_text())
    return House(f"http://localhost:{port}", demo, var, environment), process


def stop_house(process: subprocess.Popen[str]) -> None:
    """As Ctrl-C does; ten seconds, no more."""
    process.send_signal(signal.SIGTERM)
    process.wait(15)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """One running house for the browser tests of a worker."""
    with tempfile.TemporaryDirectory(prefix="labo-house-", ignore_cleanup_errors=True) as folder:
        running, process = start_house(Path(folder), Path(folder) / "serve.log")
        yield running
        stop_house(process)
        faults = [line for line in (Path(folder) / "serve.log").read_text().splitlines() if "Traceback" in line or " ERROR " in line]
        assert faults == [], (Path(folder) / "serve.log").read_text()[-6000:]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, headless, talking to this machine only."""
    import shutil

    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if CI else pytest.skip)("Chromium is not installed (apt-get install chromium)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the suite's own queries stay synchronous
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()

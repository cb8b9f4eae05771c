"""`make demo` as a stranger runs it: one READY line, a house that works, a stop that leaves nothing, data that stay."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.house import ROOT, _own_database
from tests.browser.visitor import Visitor
from tests.run import free_port

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]
HEALTH = {"database", "queue_age_seconds", "last_tick_seconds", "disk_free_mb", "mail_late_seconds"}
# What this suite or the `make test` around it says, and a stranger's shell does not.
OURS = ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "ALLOWED_HOSTS", "BROKER_URL", "SECOND_FACTOR_REQUIRED", "LOG_LEVEL", "PORT")
MAKES = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "ARGS")
STOP_WITHIN = 10


@dataclass
class Demo:
    """A `make demo` and the folder it writes in."""

    port: int
    environment: dict[str, str]
    said: list[str] = field(default_factory=list)

    @property
    def var(self) -> Path:
        return Path(self.environment["VAR_DIR"])

    @property
    def visitor(self) -> Visitor:
        return Visitor(f"http://localhost:{self.port}")

    @property
    def content(self) -> dict:
        """`var/demo.json`."""
        return json.loads((self.var / "demo.json").read_text())

    def account(self, role: str) -> dict[str, str]:
        return next(account for account in self.content["accounts"] if account["role"] == role)

    def make(self, port: int | None = None) -> subprocess.Popen[str]:
        """`make demo PORT=…` in a group of its own, as a terminal starts it."""
        interruptible = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 - a runner in the background ignores Ctrl-C
        return subprocess.Popen(
            ["make", "demo", f"PORT={port or self.port}"], cwd=ROOT, env=self.environment, text=True, start_new_session=True,
            preexec_fn=interruptible, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=(self.var / "stderr").open("w"),
        )  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """Once READY is printed; whatever happens, nothing of it survives."""
        process = self.make()
        try:
            assert process.stdout is not None
            self.said = [process.stdout.readline()]
            assert self.said == [f"READY http://localhost:{self.port}/\n"], (self.var / "stderr").read_text()
            yield process
            self.said += process.stdout.readlines()
        finally:
            for pid in self.living():
                os.kill(pid, signal.SIGKILL)
            process.wait()

    def living(self) -> set[int]:
        """Every process that was started with our folder in its environment, whoever its parent is now."""
        mark, found = f"VAR_DIR={self.var}\0".encode(), set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if mark in (entry / "environ").read_bytes() + b"\0":
                        found.add(int(entry.name))
                except OSError:
                    continue
        return found

    def port_is_free(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The same folder for all the runs, as on somebody's machine."""
    var = tmp_path_factory.mktemp("demo")
    kept = {name: value for name, value in os.environ.items() if name not in OURS + MAKES and not name.startswith(("PYTEST", "LABO_"))}
    environment = {**kept, "VAR_DIR": str(var), "DATABASE_URL": _own_database(var)}
    if os.environ.get("REDIS_URL"):
        environment["REDIS_URL"] = os.environ["REDIS_URL"].rsplit("/", 1)[0] + "/13"
    return Demo(free_port(), environment)


def test_a_first_call_serves_a_whole_house(demo: Demo) -> None:
    with demo.running() as process:
        health = demo.visitor.get("/sante/")
        assert (health.status, set(json.loads(health.body))) == (200, HEALTH)
        assert {account["role"] for account in demo.content["accounts"]} == {"administrateur", "equipe", "referent", "lecture"}
        for account in demo.content["accounts"]:
            visitor = demo.visitor
            landed = visitor.sign_in(account).url
            assert landed.startswith(f"http://localhost:{demo.port}/bureau/" + ("collectifs/demarches/" if account["role"] == "referent" else ""))
            assert visitor.get("/bureau/").status == 200
        wrong = demo.visitor.sign_in({**demo.account("equipe"), "password": "un autre mot de passe"})
        assert wrong.url == f"http://localhost:{demo.port}/connexion/"
        for address in demo.content["links"].values():
            assert demo.visitor.get(address).state != "gone"
        assert len(demo.living()) >= 5  # make, serve, gunicorn and its workers, the worker
        process.terminate()
        began = time.monotonic()
        process.wait(STOP_WITHIN + 5)
        _assert_all_gone(demo, began)
    assert demo.said == [f"READY http://localhost:{demo.port}/\n"]


def test_a_second_call_keeps_the_data(demo: Demo) -> None:
    code = "from contacts.directory.models import Person; Person.objects.create(first_name='Entre', last_name='Deux-Appels')"
    python = [sys.executable, "manage.py", "shell", "-v", "0", "-c"]
    environment = demo.environment | {"DEMO": "1"}
    subprocess.run([*python, code], cwd=ROOT, env=environment, check=True, timeout=60)
    counted = "from contacts.directory.models import Person; print(Person.objects.filter(last_name='Deux-Appels').count(), Person.objects.count())"
    count = lambda: subprocess.run([*python, counted], cwd=ROOT, env=environment, check=True, timeout=60, stdout=subprocess.PIPE, text=True).stdout  # noqa: E731
    before, links = count(), demo.content["links"]
    with demo.running() as process:
        assert (count(), demo.content["links"]) == (before, links)
        assert before.startswith("1 ")
        assert demo.visitor.get(links["invitation"]).name == "registration"
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C in the terminal
        began = time.monotonic()
        process.wait(STOP_WITHIN + 5)
        _assert_all_gone(demo, began)


@pytest.mark.parametrize(("number", "group"), [(signal.SIGINT, False), (signal.SIGTERM, True)])
def test_a_stop_that_reaches_make_alone_or_its_group(demo: Demo, number: int, group: bool) -> None:
    with demo.running() as process:
        assert demo.living() != set()
        assert not demo.port_is_free()
        os.killpg(process.pid, number) if group else process.send_signal(number)
        began = time.monotonic()
        process.wait(STOP_WITHIN + 5)
        _assert_all_gone(demo, began)


def test_a_busy_port_is_said(demo: Demo) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = demo.make(port)
        out, _ = process.communicate(timeout=120)
    told = (demo.var / "stderr").read_text()
    assert (process.returncode, out) == (2, "")  # make's own code when a recipe fails; the recipe's is the 1 below
    assert f"Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : make demo PORT={port + 1}" in told.replace("\u00a0", " ")
    assert "demo] Error 1" in told
    assert "Traceback" not in told
    assert demo.living() == set()


def _assert_all_gone(demo: Demo, began: float) -> None:
    """Ten seconds after the signal nothing of it lives and nobody answers."""
    while demo.living() and time.monotonic() - began < STOP_WITHIN:
        time.sleep(0.05)
    assert (demo.living(), demo.port_is_free()) == (set(), True)
    assert time.monotonic() - began < STOP_WITHIN

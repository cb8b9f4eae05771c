"""The drill: saved again and again while guests register, put back on another machine, and people go on as if nothing had happened."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.house import ROOT, House, start_house, stop_house
from tests.browser.visitor import Visitor
from tests.run import free_port

BACKUPS = 3

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]


class Guests:
    """People who answer their invitation one after another, until told to stop."""

    def __init__(self, base: str, addresses: list[str]) -> None:
        self.base, self.addresses = base, addresses
        self.stop, self.confirmed, self.wrong = threading.Event(), [], []  # type: ignore[var-annotated]
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        for address in self.addresses:
            if self.stop.is_set():
                return
            visitor = Visitor(self.base)
            page = visitor.submit(visitor.get(address), "//form[@data-verb='register']")
            (self.confirmed if page.state == "confirmed" else self.wrong).append(address)

    def __enter__(self) -> "Guests":
        self.thread.start()
        return self

    def __exit__(self, *_trouble: Any) -> None:
        self.stop.set()
        self.thread.join(180)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house that will be lost."""
    running, process = start_house(tmp_path_factory.mktemp("first"))
    yield running
    if process.poll() is None:
        stop_house(process)


def _empty_database(var: Path) -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{var / 'labo.sqlite3'}"
    import psycopg2

    parts, name = urlsplit(url), f"drill_{os.getpid()}"
    server = psycopg2.connect(host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname=parts.path.strip("/"))
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    server.close()
    return url.rsplit("/", 1)[0] + f"/{name}"


def _other_machine(first: House, var: Path) -> House:
    """New folders, a new base, the keys that were kept elsewhere."""
    shutil.copy(first.var / "keys.json", var)
    port = free_port()
    environment = first.environment | {"VAR_DIR": str(var), "DATABASE_URL": _empty_database(var), "PORT": str(port)}
    return House(f"http://localhost:{port}", first.demo, var, environment)


def _asked(house: House, code: str) -> Any:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", f"import json\n{code}"]
    done = subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(done.stdout.splitlines()[-1])


TOGETHER = """
from events.registration.models import Registration
from labo_ess.outbox.models import OutboxEmail
mailed = set(OutboxEmail.objects.filter(message="registration_confirmed").values_list("about_public_id", flat=True))
new = Registration.objects.filter(person__last_name__isnull=False, public_id__in=mailed).count()
from django.db import connection
connection.check_constraints()
print(json.dumps({"mailed": len(mailed), "registered": new}))
"""


def test_people_go_on_after_the_house_was_lost(first: House, tmp_path: Path) -> None:
    volume = first.manage("load_volume", "--persons", "1300", "--registrations", "50", "--sessions", "4", "--collectives", "1", "--actions", "5")
    made, before = [], []
    with Guests(first.base, [each["url"] for each in volume["invitations"]]) as guests:
        for number in range(BACKUPS):
            before = list(guests.confirmed)
            made.append(first.manage("backup", "--to", str(tmp_path / f"labo-{number}.tar.gz")))
    assert guests.wrong == []
    assert len(guests.confirmed) > BACKUPS
    for number, told in enumerate(made):
        var = tmp_path / f"machine-{number}"
        var.mkdir()
        other = _other_machine(first, var)
        assert other.manage("restore", str(tmp_path / f"labo-{number}.tar.gz")) == told
        together = _asked(other, TOGETHER)
        assert together["mailed"] == together["registered"]  # no registration without its mail, no mail without its registration
    _goes_on(other, volume, before)


def _goes_on(other: House, volume: dict[str, Any], confirmed: list[str]) -> None:
    """The last bundle serves: sign-in, old links, and what guests were told before it was begun."""
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=other.environment, check=True)
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=other.environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline().startswith("READY")
        here = lambda address: other.base + urlsplit(address).path  # noqa: E731
        visitor = Visitor(other.base)
        assert [address for address in confirmed if visitor.get(here(address)).state != "confirmed"] == []
        assert [kind for kind, address in other.demo["links"].items() if visitor.get(here(address)).status != 200] == []
        team = Visitor(other.base)
        team.sign_in(other.account("equipe"))
        assert team.get("/bureau/journees/").url.endswith("/bureau/journees/")
    finally:
        stop_house(process)

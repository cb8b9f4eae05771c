"""Fixtures of the whole suite: people with each role, a client that refuses what the house forbids, real services."""

import contextlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from tests.environment import CI, REAL_DATA

pytest_plugins = ["tests.browser.house"]

MAY_BE_WRITTEN_BY_GET = re.compile(
    r'"?(django_session|cache_entries|throttle_\w+|usersessions_\w+|account_\w+|mfa_authenticator|accounts_user" SET "last_login)'
)
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>|\sstyle=\"|\son[a-z]+=\"|<style|(?:src|href)=\"data:", re.IGNORECASE
)


def pytest_configure() -> None:
    """Plain static files: the suite does not collect them first."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STEADY_SECONDS = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures that the long proofs reached (`record_property("figures", …)`), in words at the end."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, words in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(f"{report.nodeid}: {words}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite tests meet a real file: an in-memory base has no second connection to race with."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(settings.VAR_DIR) / "test.sqlite3")


@pytest.fixture(autouse=True)
def _just_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scheduler ticks during the suite: /sante/ is asked in a house that has just been opened."""
    monkeypatch.setattr("labo_ess.operations.health.STARTED", time.monotonic())


@pytest.fixture(autouse=True)
def _clean_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stored pages and cached labels never leak from one test to the next."""
    from django.core.cache import caches

    from labo_ess.ui import doorstep

    with contextlib.suppress(Exception):  # a stopped Redis is a miss, here as in the house
        caches["pages"].clear()
    doorstep.forget()
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


class HouseClient(Client):
    """Django's client, which also refuses a GET that writes and a page that holds inline script or style."""

    def request(self, **request):  # type: ignore[no-untyped-def]
        """Send the request and judge the answer."""
        if request.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            response = super().request(**request)
        else:
            written: list[str] = []

            def watch(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
                logged = "format=" in request.get("QUERY_STRING", "") and 'INSERT INTO "audit_auditentry"' in sql  # an export is noted
                if WRITES.match(sql) and not MAY_BE_WRITTEN_BY_GET.search(sql) and not logged:
                    written.append(sql[:160])
                return execute(sql, params, many, context)

            with connection.execute_wrapper(watch):
                response = super().request(**request)
            assert not written, f"a GET wrote: {written}"
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming and not request["PATH_INFO"].startswith("/admin/"):
            found = INLINE.search(response.content.decode())
            assert not found, f"inline script or style in {request['PATH_INFO']}: {found.group(0) if found else ''}"
        return response


@pytest.fixture
def client() -> HouseClient:
    return HouseClient()


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """make_user(Role.TEAM) → an account of that role."""
    numbers = iter(range(1, 1000))

    def make(role: str, **fields: object) -> User:
        n = next(numbers)
        return User.objects.create_user(f"{role}{n}@example.org", "un mot de passe long 42", name=f"{role.capitalize()} {n}", role=role, **fields)

    return make


@pytest.fixture
def client_of(make_user: Callable[..., User]) -> Callable[[str], HouseClient]:
    """client_of(Role.READER) → a signed-in client; `.user` is its account."""

    def make(role: str) -> HouseClient:
        signed_in = HouseClient()
        signed_in.user = make_user(role)  # type: ignore[attr-defined]
        signed_in.force_login(signed_in.user)  # type: ignore[attr-defined]
        return signed_in

    return make


@pytest.fixture
def team(client_of: Callable[[str], HouseClient]) -> HouseClient:
    """Someone of the équipe."""
    return client_of(Role.TEAM)


@pytest.fixture
def reader(client_of: Callable[[str], HouseClient]) -> HouseClient:
    """Someone who only reads."""
    return client_of(Role.READER)


@pytest.fixture
def referent(client_of: Callable[[str], HouseClient]) -> HouseClient:
    """A référent·e bénévole."""
    return client_of(Role.REFERENT)


@pytest.fixture
def admin(client_of: Callable[[str], HouseClient]) -> HouseClient:
    """An administrator."""
    return client_of(Role.ADMIN)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; a named skip when it is absent, a failure in CI."""
    if not REAL_DATA.is_dir():
        (pytest.fail if CI else pytest.skip)(f"real files not found in {REAL_DATA} (LABO_REAL_DATA)")
    return REAL_DATA

"""Too many people write at once: the page says « réessayez », and nothing of what was sent is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from labo_ess.db import limit_lock_waits, lock_not_given
from labo_ess.signin import views


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize(("said", "status"), [("database is locked", 503), ("no such table", 500)])
def test_a_lock_not_given_is_told_and_a_failure_stays_one(team: Client, monkeypatch: pytest.MonkeyPatch, said: str, status: int) -> None:
    def refuse(**_arguments: Any) -> None:
        raise OperationalError(said)

    monkeypatch.setattr(views.services, "rename", refuse)
    team.raise_request_exception = False
    answer = team.post("/compte/", {"name": "Autre Nom"})
    assert (answer.status_code, answer.get("Retry-After")) == (status, "5" if status == 503 else None)
    assert ("réessayez" in answer.content.decode()) is (status == 503)


@pytest.fixture
def short_waits() -> Iterator[None]:
    """Connections of this test wait for a lock three tenths of a second."""
    known = connections.settings["default"]
    before = dict(known["OPTIONS"])
    limit_lock_waits(300)
    yield
    known["OPTIONS"] = before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_only_locks_are_a_reason_to_try_again(short_waits: None) -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("300ms",)
        with pytest.raises(OperationalError) as found:
            cursor.execute("SET statement_timeout = '10ms'; SELECT pg_sleep(1)")
    assert lock_not_given(found.value) is False
    connection.close()

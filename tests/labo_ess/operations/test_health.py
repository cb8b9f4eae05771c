"""The page that a monitor reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from labo_ess.clock.models import TickedJob
from labo_ess.operations import health
from labo_ess.outbox.models import OutboxEmail

pytestmark = pytest.mark.django_db
KEYS = {"database", "queue_age_seconds", "last_tick_seconds", "disk_free_mb", "mail_late_seconds"}


@pytest.fixture(autouse=True)
def _open_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "STARTED", health.STARTED - 10_000)
    TickedJob.objects.create(job="x", period=0, started_at=timezone.now(), finished_at=timezone.now())


def test_well(client: Any) -> None:
    response = client.get("/sante/")
    assert (response.status_code, set(response.json())) == (200, KEYS)


def test_a_silent_worker_is_seen(client: Any) -> None:
    TickedJob.objects.update(started_at=timezone.now() - timedelta(seconds=111))
    assert client.get("/sante/").status_code == 503


def test_late_mail_is_seen(client: Any) -> None:
    OutboxEmail.objects.create(message="x", key="x", next_try_at=timezone.now() - timedelta(seconds=601))
    response = client.get("/sante/")
    assert (response.status_code, response.json()["mail_late_seconds"]) == (503, 601)


def test_what_a_quota_retains_is_not_late(client: Any) -> None:
    OutboxEmail.objects.create(message="x", key="x", state="held", held_because="quota", next_try_at=timezone.now() - timedelta(seconds=601))
    assert client.get("/sante/").json()["mail_late_seconds"] == 0


def test_no_database_is_503(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    class Away:
        def cursor(self) -> None:
            raise OperationalError

    monkeypatch.setattr(health, "connection", Away())
    response = client.get("/sante/")
    assert (response.status_code, response.json()["database"]) == (503, False)

"""Administrators learn of a trouble by mail, once a day, even when the worker or the database is what is away."""

import json
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from labo_ess.accounts.roles import Role
from labo_ess.clock.models import TickedJob
from labo_ess.operations import backup, health, watch
from labo_ess.outbox.models import OutboxEmail
from tests.faults.sink import Sink, smtp_sink

pytestmark = pytest.mark.django_db
ADMIN = "administrateur1@example.org"


class Reader(Sink):
    """A sink that also keeps the words."""

    words: list[tuple[str, str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.words.append((envelope.rcpt_tos[0], str(message["Subject"])))
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def sink(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr("tests.faults.sink.Sink", Reader)
    Reader.words = []
    with smtp_sink() as real:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", real.port, ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield real


@pytest.fixture(autouse=True)
def _well(make_user: Any, settings: Any) -> Iterator[None]:
    """A house that ticks, with one administrator, and no memory of earlier tests."""
    settings.DISK_ALERT_MB = 0
    make_user(Role.ADMIN, is_active=True)
    make_user(Role.TEAM)
    TickedJob.objects.create(job="x", period=0, started_at=timezone.now(), finished_at=timezone.now())
    for name in (watch.STATE, backup.LAST):
        (django_settings.VAR_DIR / name).unlink(missing_ok=True)
    yield
    for name in (watch.STATE, backup.LAST):
        (django_settings.VAR_DIR / name).unlink(missing_ok=True)


def worker_stops(seconds: int = 301) -> None:
    TickedJob.objects.update(started_at=timezone.now() - timedelta(seconds=seconds))


def test_a_house_that_is_well_writes_to_nobody(sink: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("watch", "--json")
    assert json.loads(capsys.readouterr().out) == {"troubles": [], "sent": 0}
    assert sink.words == []


def test_a_dead_worker_is_told_once_then_that_it_is_back(sink: Any) -> None:
    worker_stops()
    assert [watch.watch().troubles for _ in range(3)] == [["worker"]] * 3
    worker_stops(0)
    assert [watch.watch().sent for _ in range(2)] == [1, 0]
    assert sink.words == [
        ("administrateur1@example.org", "Le worker est arrêté"),
        ("administrateur1@example.org", "Le worker est de nouveau en marche"),
    ]
    assert OutboxEmail.objects.count() == 0  # never by the road that may be cut


def test_a_trouble_that_comes_and_goes_is_told_once_a_day(sink: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        worker_stops()
        watch.watch()
        worker_stops(0)
        watch.watch()
    assert len(sink.words) == 2
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(watch.timezone, "localdate", lambda: tomorrow)
    worker_stops()
    assert (watch.watch().sent, watch.watch().sent) == (1, 0)


def test_late_mail_is_told(sink: Any) -> None:
    OutboxEmail.objects.create(message="x", key="x", next_try_at=timezone.now() - timedelta(seconds=601))
    watch.watch()
    assert [subject for _to, subject in sink.words] == ["Des courriels attendent depuis trop longtemps"]


def test_a_dead_worker_explains_late_mail(sink: Any) -> None:
    OutboxEmail.objects.create(message="x", key="x", next_try_at=timezone.now() - timedelta(seconds=601))
    worker_stops()
    assert watch.watch().troubles == ["worker"]


def test_a_disk_that_fills_and_a_missing_backup_are_told(sink: Any, settings: Any) -> None:
    settings.DISK_ALERT_MB = 10**9
    at = (timezone.now() - timedelta(hours=37)).isoformat()
    (django_settings.VAR_DIR / backup.LAST).write_text(json.dumps({"at": at, "path": "labo.tar.gz"}))
    watch.watch()
    assert [subject for _to, subject in sink.words] == ["Le disque se remplit", "Aucune sauvegarde depuis plus d’un jour et demi"]


def test_without_a_database_those_of_last_time_are_told(sink: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    watch.watch()

    def away(*_arguments: object) -> None:
        raise OperationalError

    monkeypatch.setattr(health, "connection", type("Away", (), {"cursor": away})())
    monkeypatch.setattr(watch.User.objects, "filter", lambda **_: away())
    assert watch.watch().troubles == ["database"]
    assert sink.words == [(ADMIN, "La base de données ne répond plus")]


def test_what_could_not_be_told_is_told_later(sink: Any, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    worker_stops()
    with pytest.raises(SystemExit):
        call_command("watch")
    assert "Le worker est arrêté" in capsys.readouterr().err
    settings.EMAIL_PORT = port
    assert watch.watch().sent == 1


def test_its_memory_keeps_its_size(sink: Any) -> None:
    """On a full disk a file that grows cannot be written, and the same mail would leave every five minutes."""
    watch.watch()
    before = (django_settings.VAR_DIR / watch.STATE).stat().st_size
    worker_stops()
    watch.watch()
    assert (django_settings.VAR_DIR / watch.STATE).stat().st_size == before == watch.SIZE

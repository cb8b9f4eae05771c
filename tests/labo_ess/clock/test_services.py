"""One effect per period, whoever ticks."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from labo_ess.clock import registry, services
from labo_ess.clock.models import TickedJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Only two sweeps are registered; what they did is listed."""
    done: list[str] = []

    def minute() -> int:
        done.append("minute")
        return 2

    def night() -> int:
        done.append("night")
        return 1

    sweeps = {"minute": registry.Sweep("minute", 60, minute), "night": registry.Sweep("night", 86400, night)}
    monkeypatch.setattr(registry, "_sweeps", sweeps)
    monkeypatch.setattr(registry, "import_everywhere", lambda name: ())
    return done


def test_two_ticks_in_a_minute_make_one_effect(runs: list[str]) -> None:
    with time_machine.travel("2026-11-24 10:00:05+00:00", tick=False) as clock:
        assert services.tick() == {"minute": 2, "night": 1}
        clock.shift(30)
        assert services.tick() == {}
        clock.shift(30)
        assert services.tick() == {"minute": 2}
    assert runs == ["minute", "night", "minute"]


def test_the_command_runs_what_is_due_and_prints_one_object(runs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel("2026-11-24 10:00:05+00:00", tick=False) as clock:
        services.tick()
        clock.shift(3)
        call_command("sweep", "--json")
    assert json.loads(capsys.readouterr().out) == {"minute": 2}


def test_a_run_under_way_is_not_doubled(runs: list[str]) -> None:
    TickedJob.objects.create(job="minute", period=0, started_at=timezone.now(), lease_at=timezone.now())
    assert services.run_now() == {"night": 1}


def test_a_run_that_was_cut_is_taken_again(runs: list[str]) -> None:
    with time_machine.travel("2026-11-24 10:00:05+00:00", tick=False) as clock:
        services.tick()
        TickedJob.objects.filter(job="night").update(finished_at=None)
        clock.shift(60)
        assert services.tick() == {"minute": 2, "night": 1}


def test_a_failed_sweep_is_tried_at_the_next_tick(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise RuntimeError

    monkeypatch.setitem(registry._sweeps, "night", registry.Sweep("night", 86400, broken))
    assert services.tick()["night"] == 0
    assert list(TickedJob.objects.values_list("job", flat=True)) == ["minute"]


def test_old_rows_go(runs: list[str]) -> None:
    long_ago = timezone.now() - timedelta(days=4)
    TickedJob.objects.create(job="minute", period=int(long_ago.timestamp()), started_at=long_ago)
    services.tick()
    assert services.forget_old_ticks() == 1
    assert TickedJob.objects.count() == 2


def test_last_tick(runs: list[str]) -> None:
    assert services.last_tick_seconds() is None
    services.tick()
    assert services.last_tick_seconds() == 0


@pytest.mark.parametrize("name", ["jobs_taken_back", "outbox", "outbox_texts", "ticks_forgotten"])
def test_the_ground_s_own_sweeps_are_found(name: str) -> None:
    assert name in [one.name for one in registry.all_sweeps()]


def test_no_task_asks_for_a_far_time() -> None:
    """Trust R9: what must happen later is a row, never an ETA in the broker."""
    import re
    from pathlib import Path

    root = Path(__file__).resolve().parents[3]
    sources: list[Any] = [path for app in ("labo_ess", "contacts", "collectives", "events", "reports") for path in (root / app).rglob("*.py")]
    assert [path.name for path in sources if re.search(r"\b(countdown|eta)\s*=\s*\w", path.read_text()) and "apply_async" in path.read_text()] == []

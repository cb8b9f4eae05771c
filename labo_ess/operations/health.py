"""Is the house well? Five figures, each with the value beyond which it is not."""

import shutil
import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from labo_ess.clock.services import last_tick_seconds
from labo_ess.jobs.enums import JobState
from labo_ess.jobs.models import Job
from labo_ess.outbox.status import oldest_due_seconds

STARTED = time.monotonic()
OLDEST_TICK = 110
"""Seconds: one tick a minute, red before two minutes without any."""
OLDEST_JOB = 300
LATEST_MAIL = 600
LEAST_DISK_MB = 200


def measure() -> dict[str, Any]:
    """The five figures; a database away leaves the others unknown."""
    figures: dict[str, Any] = {"database": False, "queue_age_seconds": None, "last_tick_seconds": None}
    figures["disk_free_mb"] = shutil.disk_usage(settings.VAR_DIR).free // 1_000_000
    figures["mail_late_seconds"] = None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        figures["database"] = True
        figures["queue_age_seconds"] = _queue_age()
        figures["last_tick_seconds"] = last_tick_seconds()
        figures["mail_late_seconds"] = oldest_due_seconds()
    except DatabaseError:
        figures["database"] = False
    return figures


def is_well(figures: dict[str, Any]) -> bool:
    """Whether everything works as it should."""
    tick = figures["last_tick_seconds"]
    # A house that has just been opened has not had its first tick: it is given two minutes.
    just_opened = time.monotonic() - STARTED < OLDEST_TICK
    ticking = just_opened if tick is None else tick <= OLDEST_TICK or just_opened
    return bool(
        ticking
        and figures["database"]
        and figures["queue_age_seconds"] <= OLDEST_JOB
        and figures["mail_late_seconds"] <= LATEST_MAIL
        and figures["disk_free_mb"] >= LEAST_DISK_MB
    )


def _queue_age() -> int:
    oldest = Job.objects.filter(state=JobState.WAITING).order_by("created_at").values_list("created_at", flat=True).first()
    return 0 if oldest is None else max(0, int((timezone.now() - oldest).total_seconds()))

"""Running what is due, once per period whoever asks."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from labo_ess.clock.lease import Heartbeat
from labo_ess.clock.models import TickedJob
from labo_ess.clock.registry import Sweep, all_sweeps

logger = logging.getLogger(__name__)

MINUTE = 60


def tick() -> dict[str, int]:
    """Run every sweep whose period has not been taken yet. Answers how many rows each one moved."""
    now = int(time.time())
    return _run_all({one: now - now % _length(one) for one in all_sweeps()})


def run_now() -> dict[str, int]:
    """Run every due sweep once, those of each minute even when this minute already had its tick (the command)."""
    now = int(time.time())
    return _run_all({one: now if one.every <= MINUTE else now - now % one.every for one in all_sweeps()})


def _length(one: Sweep) -> int:
    """Seconds of its period; a house that ticks faster than each minute (a proof) sweeps as fast."""
    return one.every if one.every > MINUTE else min(one.every, settings.TICK_SECONDS)


def last_tick_seconds() -> int | None:
    """Age of the last sweep begun, or None when there never was one."""
    latest = TickedJob.objects.order_by("-started_at").values_list("started_at", flat=True).first()
    return None if latest is None else max(0, int((timezone.now() - latest).total_seconds()))


def _run_all(due: dict[Sweep, int]) -> dict[str, int]:
    counts = {}
    for one, period in due.items():
        ticked = _claim(one, period)
        if ticked is not None:
            counts[one.name] = _run(one, ticked)
    return counts


def _claim(one: Sweep, period: int) -> TickedJob | None:
    now = timezone.now()
    # Shorter than a tick: what a killed worker was running is taken again by the very next one.
    dead = now - timedelta(seconds=settings.MAIL_LEASE["stale"] * 0.75)
    if TickedJob.objects.filter(job=one.name, finished_at=None, lease_at__gt=dead).exists():
        return None
    try:
        with transaction.atomic():
            return TickedJob.objects.create(job=one.name, period=period, every=one.every, started_at=now, lease_at=now)
    except IntegrityError:
        cut = TickedJob.objects.filter(job=one.name, period=period, finished_at=None, lease_at__lte=dead)
        taken = cut.update(started_at=now, lease_at=now)
        return TickedJob.objects.get(job=one.name, period=period) if taken else None


def _run(one: Sweep, ticked: TickedJob) -> int:
    mine = TickedJob.objects.filter(pk=ticked.pk, started_at=ticked.started_at)
    try:
        with Heartbeat(lambda: mine.update(lease_at=timezone.now()), settings.MAIL_LEASE["heartbeat"]):
            moved = one.run() or 0
    except Exception:
        logger.exception("sweep %s failed, the next tick tries again", one.name)
        mine.delete()
        return 0
    mine.update(finished_at=timezone.now(), moved=moved)
    return moved


def forget_old_ticks() -> int:
    """Rows of periods long past serve nobody."""
    now = int(time.time())
    old = TickedJob.objects.filter(period__lt=now - 2 * 86400 - 2 * F("every"))
    return old.delete()[0]

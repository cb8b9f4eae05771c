"""The beat alone: once a minute, tells a worker to look at what is due."""

import signal
from types import FrameType
from typing import Any

from celery.beat import Scheduler, Service
from django.core.management.base import BaseCommand

from labo_ess.celery import app
from labo_ess.clock.bell import ring
from labo_ess.clock.tasks import tick


class Command(BaseCommand):
    """`manage.py beat`, beside workers started with `--no-beat`. A second one does no harm: a period is taken once."""

    help = "Donne le rythme des échéances, sans rien exécuter (pour des installations à plusieurs tâches de fond)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _leave)
        ring(tick)  # what fell due while we were away
        # Kept in memory: one task every minute needs no file, and the rows of the clock say what has run.
        Service(app, scheduler_cls=Scheduler).start()


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)

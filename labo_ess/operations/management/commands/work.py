"""The worker: mails, long jobs, and the beat as a thread of it, so that no scheduler outlives its worker."""

import contextlib
import os
from typing import Any

from celery.beat import EmbeddedService, Scheduler
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from labo_ess.celery import app
from labo_ess.clock.bell import ring
from labo_ess.clock.tasks import tick


class Command(BaseCommand):
    """`manage.py work [--no-beat] [--threads 2]`: with several workers, `--no-beat` and one `manage.py beat`."""

    help = "Exécute les tâches de fond et les échéances."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-beat", action="store_true", help="sans les échéances (un autre processus s’en charge)")
        parser.add_argument("--threads", type=int, default=settings.WORKER_THREADS)

    def handle(self, *args: Any, **options: Any) -> None:
        with contextlib.suppress(ImportError, OSError):
            import weasyprint  # noqa: F401 half a second, paid here rather than by the first PDF
        if not options["no_beat"]:
            EmbeddedService(app, thread=True, scheduler_cls=Scheduler).start()
            ring(tick)  # what fell due while we were away
        app.worker_main(
            [
                "worker",
                "--pool=threads",
                f"--concurrency={options['threads']}",
                f"--loglevel={os.environ.get('LOG_LEVEL', 'WARNING')}",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
            ]
        )

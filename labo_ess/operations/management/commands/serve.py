"""The whole house in one command: web, worker and beat, until Ctrl-C."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from labo_ess.operations.launcher import Launcher, PortInUse


class Command(BaseCommand):
    """`manage.py serve`: what `make demo` ends with, and a small installation's only process."""

    help = "Démarre le site, les tâches de fond et les échéances."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
        parser.add_argument("--threads", type=int, default=int(os.environ.get("WEB_THREADS", "4")))
        parser.add_argument("--follow-parent", action="store_true", help="s’arrêter avec le programme qui a lancé la commande (make)")

    def handle(self, *args: Any, **options: Any) -> None:
        launcher = Launcher(
            port=options["port"],
            bind=options["bind"],
            workers=options["workers"],
            threads=options["threads"],
            follow_parent=options["follow_parent"],
            out=self.stdout._out,  # type: ignore[attr-defined]
            err=self.stderr._out,  # type: ignore[attr-defined]
        )
        try:
            code = launcher.run()
        except PortInUse as taken:
            raise CommandError(str(taken)) from taken
        if code:
            raise SystemExit(code)

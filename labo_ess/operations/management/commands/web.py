"""The web server alone, for a service manager that runs each process by itself."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from labo_ess.operations.launcher import web_command


class Command(BaseCommand):
    """`manage.py web [--bind 127.0.0.1] [--port 8000]`: this process becomes gunicorn, which gets the signals itself."""

    help = "Démarre le site seul, sans tâches de fond ni échéances."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
        parser.add_argument("--threads", type=int, default=int(os.environ.get("WEB_THREADS", "4")))

    def handle(self, *args: Any, **options: Any) -> None:
        command = web_command(options["bind"], options["port"], options["workers"], options["threads"])
        os.chdir(settings.BASE_DIR)
        os.execv(command[0], command)

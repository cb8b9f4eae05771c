"""What waits, what left, what failed."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.outbox.status import status


class Command(BaseCommand):
    """`manage.py outbox_status --json`"""

    help = "Compte les courriels par état."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = status()
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, figure in figures.items():
            self.stdout.write(f"{name}: {figure}")

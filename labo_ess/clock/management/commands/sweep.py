"""Runs every due sweep once: what the beat does each minute, by hand."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.clock.services import run_now


class Command(BaseCommand):
    """`manage.py sweep --json`"""

    help = "Exécute une fois tout ce qui est échu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = run_now()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        for name, moved in counts.items():
            self.stdout.write(f"{name}: {moved}")

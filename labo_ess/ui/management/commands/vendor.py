"""Checks the vendored files against their list; with --fetch, takes them again from their packages (needs npm)."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.ui import vendoring


class Command(BaseCommand):
    help = "Compare static/vendor/ à sa liste ; --fetch reprend les fichiers de leurs paquets npm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fetch", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        changed = vendoring.fetch() if options["fetch"] else []
        wrong = vendoring.wrong()
        if options["as_json"]:
            self.stdout.write(json.dumps({"changed": changed, "wrong": wrong}))
        else:
            self.stdout.write(
                f"{len(vendoring.listed())} fichiers, {len(changed)} changés, {len(wrong)} différents de la liste {' '.join(wrong)}".strip()
            )
        if wrong:
            raise SystemExit(1)

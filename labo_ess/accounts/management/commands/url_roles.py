"""`manage.py url_roles --json`: every address pattern × role, with the answers expected to GET and POST."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.accounts.url_roles import table


class Command(BaseCommand):
    help = "Print what each address answers to each role; exit 1 when a pattern has no declaration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows, missing = table()
        for name in missing:
            self.stderr.write(f"no declaration: {name}")
        if options["json"]:
            self.stdout.write(json.dumps({"patterns": rows}))
        else:
            for row in rows:
                self.stdout.write(f"{row['pattern']:60} {row['role']:15} {row['get']:10} {row['post']}")
        if missing:
            raise SystemExit(1)

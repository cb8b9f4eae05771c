"""One look at the house, every five minutes."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.operations.watch import TROUBLES, watch
from labo_ess.text.typography import typo_fr


class Command(BaseCommand):
    """`manage.py watch`: exit 1 when something is wrong and nobody could be told."""

    help = "Prévient les administrateur·rice·s quand le worker est arrêté, que des courriels tardent ou que le disque se remplit."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        seen = watch()
        if options["json"]:
            self.stdout.write(json.dumps({"troubles": seen.troubles, "sent": seen.sent}))
        else:
            for code in seen.troubles:
                self.stdout.write(typo_fr(TROUBLES[code].subject))
            if not seen.troubles:
                self.stdout.write("Tout va bien.")
        for line in seen.unsent:
            self.stderr.write(typo_fr(line))
        if seen.unsent and not seen.sent:
            sys.exit(1)

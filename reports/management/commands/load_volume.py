"""`manage.py load_volume`: a base of a given size, for benches and load tests."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from labo_ess.audit.actors import Actor
from reports.demo.volume import load_volume


class Command(BaseCommand):
    help = "Charge un volume donné de personnes, d’inscriptions et de séances, de collectifs et d’actions ; même graine, même base."

    def add_arguments(self, parser: Any) -> None:
        for name, default in (("persons", 2000), ("registrations", 300), ("sessions", 40), ("collectives", 0), ("actions", 0), ("seed", 1)):
            parser.add_argument(f"--{name}", type=int, default=default)
        for name in ("capacity", "atelier-capacity", "meetings"):
            parser.add_argument(f"--{name}", type=int)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("persons", "registrations", "sessions", "capacity", "atelier_capacity", "seed", "collectives", "meetings", "actions")
        made = load_volume(**{name: options[name] for name in names}, by=Actor.system("volume"))
        self.stdout.write(json.dumps(made) if options["json"] else f"Journée {made['day']} : {made['confirmed']} inscriptions confirmées.")

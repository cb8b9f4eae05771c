"""`manage.py load_demo`: the scenario, once."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from labo_ess.audit.actors import Actor
from reports.demo.services import load_demo


class Command(BaseCommand):
    help = "Charge le scénario de démonstration (une seule fois) et écrit var/demo.json."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        fresh = load_demo(by=Actor.system("demo"))
        self.stdout.write(json.dumps({"loaded": fresh}) if options["json"] else ("Scénario chargé." if fresh else "Le scénario était déjà là."))

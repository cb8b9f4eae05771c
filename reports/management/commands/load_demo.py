"""`manage.py load_demo`: the scenario, once."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labo_ess.audit.actors import Actor
from reports.demo.services import is_somebody_elses_house, load_demo


class Command(BaseCommand):
    help = "Charge le scénario de démonstration (une seule fois) et écrit var/demo.json."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_somebody_elses_house():
            raise CommandError(
                "Cette maison a déjà des comptes : la démonstration y ouvrirait des accès dont le mot de passe est public. "
                "Rien n’a été chargé. Pour essayer, lancez make demo dans un autre dossier."
            )
        fresh = load_demo(by=Actor.system("demo"))
        self.stdout.write(json.dumps({"loaded": fresh}) if options["json"] else ("Scénario chargé." if fresh else "Le scénario était déjà là."))

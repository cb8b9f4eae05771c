"""`manage.py places DAY --json`: places held and queues of a day and of its ateliers."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.registration.exports import places_of


class Command(BaseCommand):
    help = "Places d’une journée et de ses ateliers : prises, proposées, réservées, et la file d’attente."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", help="adresse (slug) ou identifiant public de la journée")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie")

    def handle(self, *args: Any, **options: Any) -> None:
        facts = places_of(options["day"])
        if facts is None:
            if options["json"]:
                self.stdout.write(json.dumps({"error": f"Aucune journée à l’adresse ou à l’identifiant « {options['day']} »."}, ensure_ascii=False))
                raise SystemExit(2)
            raise CommandError(f"Aucune journée à l’adresse ou à l’identifiant « {options['day']} ».")
        self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=None if options["json"] else 2))

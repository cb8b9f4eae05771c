"""`manage.py load_reference`: regions, départements, EPCI, communes, themes; again it changes nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from contacts.reference.services import load_reference


class Command(BaseCommand):
    help = "Charge les régions, départements, intercommunalités, communes et thèmes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        written = load_reference()
        if options["as_json"]:
            self.stdout.write(json.dumps(written))
        else:
            self.stdout.write(", ".join(f"{name} : {count}" for name, count in written.items()))

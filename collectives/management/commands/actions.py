"""`manage.py actions --collective SLUG --json`: how many actions of a group are open, done, dropped, late."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from collectives.actions.models import Action
from collectives.actions.querysets import counts_by_state
from collectives.groups.models import Collective


class Command(BaseCommand):
    help = "Compte les actions d’un collectif par état, et celles qui sont en retard."

    def add_arguments(self, parser: CommandParser) -> None:
        """The group, by its address."""
        parser.add_argument("--collective", required=True, metavar="ADRESSE")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        """One JSON object, or a line a figure."""
        collective = Collective.objects.alive().filter(slug=options["collective"]).first()
        if collective is None:
            raise CommandError(f"Aucun collectif à l’adresse « {options['collective']} ».")
        figures = counts_by_state(Action.objects.alive().filter(collective=collective), timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, figure in figures.items():
            self.stdout.write(f"{name}: {figure}")

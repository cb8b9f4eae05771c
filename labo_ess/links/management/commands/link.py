"""`manage.py link KIND ID --json`: the address of a secret link, for demonstrations and checks only."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from labo_ess.links.models import SecretLink
from labo_ess.links.registry import door, doors
from labo_ess.links.services import address


class Command(BaseCommand):
    help = "Print the address of a secret link. ID is the public id of the link, of what it opens, or of who holds it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("id")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or settings.DEMO):
            raise CommandError("Cette commande n’existe que dans la démonstration ou en développement.")
        link = _find(options["kind"], options["id"])
        if options["json"]:
            self.stdout.write(json.dumps({"address": address(link)}))
        else:
            self.stdout.write(address(link))


def _find(kind: str, given: str) -> SecretLink:
    entrance = door(kind)
    if entrance is None:
        raise CommandError(f"Nature de lien inconnue : {kind} (connues : {', '.join(sorted(doors()))}).")
    try:
        wanted = UUID(given)
    except ValueError as error:
        raise CommandError(f"{given} n’est pas un identifiant public.") from error
    named = Q(public_id=wanted) | Q(target_id=wanted) | Q(holder_id=wanted)
    link = SecretLink.objects.living().filter(named, kind=kind).order_by("created_at", "pk").first()
    if link is None and entrance.find is not None:
        link = entrance.find(wanted)
    if link is None:
        raise CommandError(f"Aucun lien « {kind} » pour {given}.")
    return link

"""Will mails leave, and be believed? Asked before the first invitation, not after."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.operations.mail_check import check_mail

WORDS = {"ok": "bon", "missing": "à corriger", "unknown": "pas de réponse"}


class Command(BaseCommand):
    """`manage.py check_mail [--selector s1] [--json]`: signs in at the relay and asks the DNS; sends nothing."""

    help = "Vérifie la connexion au serveur d’envoi et les champs SPF, DKIM et DMARC du domaine de MAIL_FROM. N’envoie rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--selector", default="", help="le sélecteur DKIM que donne le relais")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_mail(selector=options["selector"])
        if options["json"]:
            self.stdout.write(json.dumps(found.states))
        else:
            for name, state in found.states.items():
                self.stdout.write(f"{name.upper():6} {WORDS[state]}")
        for sentence in found.advice:
            self.stderr.write(sentence)

"""The first account of a new house: from then on, accounts come by invitation from a page."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from labo_ess.audit.actors import Actor
from labo_ess.signin.emails import password_address
from labo_ess.signin.exceptions import AccountRefusal
from labo_ess.signin.services import open_house
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr


class Command(BaseCommand):
    """`manage.py first_admin EMAIL --name "Camille Roy"`: mails and prints the link that chooses the password."""

    help = "Ouvre le premier compte administrateur et donne son lien pour choisir un mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="prénom et nom affichés")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(typo_fr(f"« {options['email']} » n’est pas une adresse électronique. Corrigez-la, puis recommencez.")) from error
        name = clean_name(options["name"]) or options["email"].partition("@")[0]
        try:
            user = open_house(email=options["email"], name=name, by=Actor.system("installation"))
        except AccountRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        address = password_address(user)
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "address": address}))
            return
        self.stdout.write(
            typo_fr(f"Le compte de {user.name} est ouvert. Le même courriel part vers {user.email} ; le lien sert une fois, pendant trois jours :")
        )
        self.stdout.write(address)

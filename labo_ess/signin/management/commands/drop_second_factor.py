"""For the only administrator who lost everything: whoever holds the machine takes the second factor away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.signin.services import drop_second_factor
from labo_ess.text.typography import typo_fr


class Command(BaseCommand):
    """`manage.py drop_second_factor EMAIL`: open sessions end, another one is asked at the next sign-in."""

    help = "Retire le second facteur d’un compte et ferme ses sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(typo_fr(f"Aucun compte à l’adresse « {options['email']} ». Vérifiez-la, puis recommencez."))
        drop_second_factor(user=user, by=Actor.system("installation"))
        self.stdout.write(typo_fr("Le second facteur est retiré ; les sessions ouvertes sont fermées."))

"""Base, files and settings in one bundle."""

import json
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.operations.backup import backup
from labo_ess.operations.exceptions import OperationRefused
from labo_ess.text.typography import plural, typo_fr

NOTHING: dict[str, Any] = {"rows": 0, "files": 0, "sha256": ""}
KEYS = "Les clés n’y sont pas : gardez ailleurs LINK_KEY, MAIL_KEY et SECRET_KEY, sans lesquelles une restauration perd les liens déjà envoyés."


class Command(BaseCommand):
    """`manage.py backup --to FILE [--keep N]`"""

    help = "Sauvegarde la base, les fichiers et les réglages (sans les clés) dans une seule archive."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FICHIER", help="archive à écrire, par exemple /srv/labo-%%Y-%%m-%%d.tar.gz")
        parser.add_argument("--keep", type=_at_least_one, metavar="N", help="ne garder que les N dernières de ce nom, aux chiffres près")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backup(to=options["to"], keep=options["keep"])
        except OperationRefused as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(NOTHING | {"error": str(refusal)}, ensure_ascii=False))
            self.stderr.write(str(refusal))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps({"rows": made.rows, "files": made.files, "sha256": made.sha256}))
            return
        counts = f"{plural(made.rows, 'ligne', 'lignes')}, {plural(made.files, 'fichier', 'fichiers')}"
        removed = f" {plural(len(made.removed), 'ancienne supprimée', 'anciennes supprimées')}." if made.removed else ""
        self.stdout.write(typo_fr(f"Sauvegarde faite et relue : {made.path} ({counts}).{removed}"))
        self.stdout.write(typo_fr(KEYS))


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("un nombre à partir de 1")
    return int(text)

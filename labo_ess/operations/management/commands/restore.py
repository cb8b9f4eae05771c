"""A bundle put back in its place."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from labo_ess.operations.exceptions import OperationRefused
from labo_ess.operations.restore import Restored, restore
from labo_ess.text.typography import plural, typo_fr

NOTHING: dict[str, Any] = {"rows": 0, "files": 0, "sha256": ""}


class Command(BaseCommand):
    """`manage.py restore FILE [--replace]`"""

    help = "Remet en place une sauvegarde, après l’avoir vérifiée de bout en bout. Arrêtez d’abord le site et le worker."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="archive faite par backup")
        parser.add_argument("--replace", "--force", action="store_true", help="remplacer les données de cette installation, mises de côté")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], replace=options["replace"])
        except OperationRefused as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(NOTHING | {"error": str(refusal)}, ensure_ascii=False))
            self.stderr.write(str(refusal))
            sys.exit(2)
        for warning in done.warnings:
            self.stderr.write(warning)
        if options["json"]:
            self.stdout.write(json.dumps({"rows": done.rows, "files": done.files, "sha256": done.sha256}))
        else:
            self._tell(done)

    def _tell(self, done: Restored) -> None:
        counts = f"{plural(done.rows, 'ligne', 'lignes')}, {plural(done.files, 'fichier', 'fichiers')}"
        self.stdout.write(typo_fr(f"Sauvegarde vérifiée et remise en place ({counts}). Vous pouvez relancer le service."))
        if done.aside is not None:
            self.stdout.write(typo_fr(f"L’état précédent est dans {done.aside} : supprimez ce dossier quand tout va bien."))

"""`import_contacts FILE`: lay a file of persons or organisations in, or take one back."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from contacts.importing import presets, services
from contacts.importing.enums import RowKind, Verdict
from contacts.importing.exceptions import ImportRefused, NotReady
from contacts.importing.models import ImportBatch
from labo_ess.audit.actors import Actor
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.uploads import refuse_size

BY = Actor.system("import_contacts")
NOTHING: dict[str, Any] = {
    "batch": None,
    "rows": 0,
    "created": 0,
    "updated": 0,
    "unchanged": 0,
    "refused": [],
    "encoding": "",
    "delimiter": "",
    "columns": {},
    "possible_duplicates": 0,
}


class Command(BaseCommand):
    help = "Importe un fichier de personnes ou de structures dans le répertoire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As INTERFACE names them."""
        parser.add_argument("file", nargs="?", help="fichier .csv, .xlsx, .xls ou .ods")
        parser.add_argument("--kind", choices=["auto", *RowKind.values], default="auto")
        parser.add_argument("--preset", default="", help=f"colonnes d’une source connue : {', '.join(presets.PRESETS)}")
        parser.add_argument("--map", action="append", nargs="+", default=[], metavar="COLONNE=champ")
        parser.add_argument("--source", default="", help="d’où vient le fichier (son nom si rien n’est dit)")
        parser.add_argument("--dry-run", action="store_true", help="dire ce qui serait fait, sans rien changer")
        parser.add_argument("--undo", default="", metavar="LOT", help="annuler un import")
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie")

    def handle(self, *args: Any, **options: Any) -> None:
        """Call the service, print, end with INTERFACE's exit code."""
        try:
            result = _undo(options["undo"]) if options["undo"] else _import(options)
        except (ImportRefused, UnreadableFile, NotReady) as refusal:
            self._show(NOTHING | getattr(refusal, "known", {}) | {"error": str(refusal)}, options["json"])
            sys.exit(2)
        self._show(result, options["json"])
        if result["rows"] and len(result["refused"]) == result["rows"]:
            sys.exit(1)

    def _show(self, result: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        elif "error" in result:
            self.stderr.write(result["error"])
        else:
            self.stdout.write(", ".join(f"{name}: {result[name]}" for name in ("rows", "created", "updated", "unchanged", "possible_duplicates")))
            for line in result["refused"]:
                self.stdout.write(f"ligne {line['line']}, {line['column']} : {line['message']}")


def _import(options: dict[str, Any]) -> dict[str, Any]:
    given = presets.given(options["preset"], [pair for pairs in options["map"] for pair in pairs])
    data, name = _read(options["file"])
    kind = "" if options["kind"] == "auto" else options["kind"]
    batch = services.open_batch(file_name=name, source=options["source"], kind=kind or presets.kind_of(options["preset"]), by=BY)
    try:
        services.preview(batch, data, given=given)
    except ImportRefused as refusal:
        refusal.known = services.summary(batch)  # type: ignore[attr-defined]
        raise
    if not options["dry_run"]:
        services.apply(batch, by=BY)
    return services.summary(batch)


def _read(file: str | None) -> tuple[bytes, str]:
    if not file:
        raise ImportRefused("Indiquez le fichier à importer, ou --undo et le numéro d’un import.")
    path = Path(file)
    try:
        refuse_size(path.stat().st_size)
        return path.read_bytes(), path.name
    except OSError:
        raise ImportRefused(f"Le fichier « {path.name[:80]} » est introuvable ou illisible. Rien n’a été importé.") from None


def _undo(batch_id: str) -> dict[str, Any]:
    try:
        batch = ImportBatch.objects.filter(public_id=batch_id).first()
    except (ValidationError, ValueError):
        batch = None
    if batch is None:
        raise ImportRefused(f"Aucun import ne porte le numéro {batch_id[:40]}.")
    left = services.undo(batch=batch, by=BY)
    counts = batch.rows.counts()
    undone = counts[Verdict.CREATED] + counts[Verdict.UPDATED] - len(left)
    kept = [{"line": row.line, "column": "", "message": services.left_message(row)} for row in left]
    return services.summary(batch) | {
        "rows": sum(counts.values()) - counts[Verdict.REFUSED],
        "created": 0,
        "updated": undone,
        "unchanged": counts[Verdict.UNCHANGED],
        "refused": kept,
        "possible_duplicates": 0,
    }

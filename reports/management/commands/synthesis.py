"""`manage.py synthesis ID|demo [--pdf FILE] [--html FILE] [--json-out FILE]`: what the worker makes, timed."""

import json
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from reports.synthesis.models import Synthesis
from reports.synthesis.prints import as_json, count_pages, document_of, make_pdf, pdf_context


class Command(BaseCommand):
    help = "Met en page une synthèse et dit combien elle compte de pages, de phrases et de sources."

    def add_arguments(self, parser: CommandParser) -> None:
        """The synthesis and where to write."""
        parser.add_argument("synthesis", help="identifiant public, ou « demo »")
        parser.add_argument("--pdf", metavar="FICHIER")
        parser.add_argument("--html", metavar="FICHIER")
        parser.add_argument("--json-out", metavar="FICHIER")
        parser.add_argument("--json", action="store_true", help="toujours un seul objet JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """One JSON object on stdout."""
        synthesis = self._find(options["synthesis"])
        before = time.process_time()
        document = document_of(synthesis)
        pdf = make_pdf(document)
        spent = time.process_time() - before
        if options["pdf"]:
            Path(options["pdf"]).write_bytes(pdf)
        if options["html"]:
            html = render_to_string("reports/synthesis/read.html", pdf_context(document) | {"synthesis": synthesis})
            Path(options["html"]).write_text(html, encoding="utf-8")
        if options["json_out"]:
            Path(options["json_out"]).write_text(json.dumps(as_json(document), ensure_ascii=False, indent=1), encoding="utf-8")
        answer = {
            "pages": count_pages(pdf),
            "bytes": len(pdf),
            "sentences": len(document.sentences),
            "sources": document.sources_count,
            "cpu_seconds": round(spent, 3),
        }
        self.stdout.write(json.dumps(answer))

    def _find(self, name: str) -> Synthesis:
        wanted = _demo_id() if name == "demo" else name
        rows = Synthesis.objects.alive().select_related("day__cycle")
        try:
            found = rows.filter(public_id=UUID(wanted)).first() if wanted else rows.first()
        except ValueError:
            raise CommandError(f"« {name} » n’est pas un identifiant de synthèse.") from None
        if found is None:
            raise CommandError(f"Aucune synthèse « {name} ». Chargez la démonstration avec load_demo, ou créez-en une.")
        return found


def _demo_id() -> str:
    """The synthesis of the demo scenario, as `make demo` wrote it."""
    path = Path(settings.VAR_DIR) / "demo.json"
    return str(json.loads(path.read_text()).get("synthesis") or "") if path.exists() else ""

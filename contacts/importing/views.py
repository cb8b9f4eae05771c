"""Pages of imports: choose a file, see what it would do, import, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.importing import services
from contacts.importing.columns import FIELDS
from contacts.importing.enums import ImportState, Verdict
from contacts.importing.exceptions import NotReady
from contacts.importing.forms import ColumnsForm, UploadForm
from contacts.importing.models import ImportBatch
from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.lists.page import Column, Empty, ListPage, Status
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page

TONES = {
    ImportState.READING: "info",
    ImportState.READY: "wait",
    ImportState.APPLYING: "info",
    ImportState.APPLIED: "ok",
    ImportState.UNDONE: "",
    ImportState.REFUSED: "bad",
}
IMPORTS = ListPage(
    name="imports",
    plural="imports",
    order="-created_at",
    columns=[
        Column("fichier", "Fichier", value="file_name", link=lambda row: reverse("contacts:importing:batch", args=[row.public_id]), sub="source"),
        Column("etat", "État", value=lambda row: Status(TONES[ImportState(row.state)], row.get_state_display().capitalize())),
        Column("lignes", "Lignes", value=lambda row: row.counts.get("rows", 0), numeric=True),
        Column("creees", "Créées", value=lambda row: row.counts.get("created", 0), numeric=True),
        Column("refusees", "Refusées", value=lambda row: row.counts.get("refused", 0), numeric=True),
        Column("depose", "Déposé le", value="created_at", sort="created_at"),
    ],
)
PER_PAGE = 50
SAMPLE = 10


@require_GET
@team_only
def imports(request: HttpRequest) -> HttpResponse:
    """The files laid in, latest first."""
    empty = Empty("Un tableau de personnes ou de structures, tel que vous l’avez reçu.", ("Importer un fichier", reverse("contacts:importing:new")))
    return IMPORTS.respond(request, ImportBatch.objects.all(), template="contacts/importing/imports.html", empty=empty)


@require_http_methods(["GET", "POST"])
@team_only
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read in the worker."""
    form = UploadForm(request.POST or None, request.FILES or None, cancel=reverse("contacts:directory:persons"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            job = services.receive(file=data["file"], source=data["source"], kind=data["kind"], by=Actor.of(request))
        except UnreadableFile as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(job.get_absolute_url())
    return render_page(request, "contacts/importing/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_GET
@team_only
def batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was understood, what would be made (or was), which lines are refused and why."""
    found = get_object_or_404(ImportBatch, public_id=public_id)
    return render_page(request, "contacts/importing/batch.html", _context(request, found))


@require_POST
@team_only
def columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the columns and read again."""
    found = get_object_or_404(ImportBatch, public_id=public_id)
    form = ColumnsForm(request.POST, batch=found)
    if not form.is_valid():
        return render_page(request, "contacts/importing/batch.html", _context(request, found) | {"form": form}, status=422)
    try:
        job = services.correct_columns(batch=found, kind=form.cleaned_data["kind"], fields=form.chosen(), by=Actor.of(request))
    except NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("contacts:importing:batch", public_id)
    return redirect(job.get_absolute_url())


@require_POST
@team_only
def apply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Import what the preview shows."""
    found = get_object_or_404(ImportBatch, public_id=public_id)
    try:
        job = services.ask_to_apply(batch=found, by=Actor.of(request))
    except NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("contacts:importing:batch", public_id)
    return redirect(job.get_absolute_url())


@require_POST
@team_only
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the import back, but for what was touched since, which is listed."""
    found = get_object_or_404(ImportBatch, public_id=public_id)
    try:
        left = services.undo(batch=found, by=Actor.of(request))
    except NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("contacts:importing:batch", public_id)
    if left:
        words = plural(len(left), "ligne est gardée", "lignes sont gardées")
        why = "leurs fiches ont servi ou ont été modifiées depuis. Elles sont listées ici."
        messages.warning(request, typo_fr(f"L’import est annulé, mais {words} : {why}"))
    else:
        messages.success(request, typo_fr("L’import est annulé : le répertoire est comme avant."))
    return redirect("contacts:importing:batch", public_id)


@require_POST
@team_only
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Drop a file that was only read."""
    found = get_object_or_404(ImportBatch, public_id=public_id)
    try:
        services.discard(batch=found, by=Actor.of(request))
    except NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("contacts:importing:batch", public_id)
    messages.success(request, typo_fr("Le fichier est abandonné ; le répertoire n’a pas changé."))
    return redirect("contacts:importing:imports")


def _context(request: HttpRequest, found: ImportBatch) -> dict[str, Any]:
    correctable = found.state in (ImportState.READY, ImportState.REFUSED) and found.upload_id is not None and bool(found.columns)
    refused = Paginator(found.rows.refused(), PER_PAGE).get_page(request.GET.get("page"))
    understood = [column | {"label": FIELDS.get(column["field"], "")} for _, column in sorted(found.columns.items(), key=lambda item: int(item[0]))]
    return {
        "batch": found,
        "tone": TONES[ImportState(found.state)],
        "state": found.get_state_display().capitalize(),
        "counts": found.counts | {"importable": found.counts.get("rows", 0) - found.counts.get("refused", 0)},
        "refused": refused,
        "doubtful": found.rows.doubtful()[:PER_PAGE],
        "resembling": found.rows.filter(resembles=True).exclude(verdict=Verdict.REFUSED).select_related("person", "organisation")[:PER_PAGE],
        "sample": [_shown(row) for row in found.rows.exclude(verdict=Verdict.REFUSED).select_related("person", "organisation")[:SAMPLE]],
        "kept": _kept(found),
        "understood": understood,
        "form": ColumnsForm(batch=found) if correctable else None,
        "history": history(found, limit=10),
    }


def _kept(found: ImportBatch) -> list[Any]:
    """Lines whose fiche stayed when the import was undone."""
    if found.state != ImportState.UNDONE or not found.counts.get("left"):
        return []
    return list(found.rows.filter(is_left=True).select_related("person", "organisation")[:PER_PAGE])


def _shown(row: Any) -> dict[str, Any]:
    data = row.data
    name = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part) or data.get("organisation", "")
    organisation = data.get("organisation", "") if data.get("last_name") else ""
    about = [data.get("title", ""), organisation, *data.get("emails", []), *data.get("phones", []), data.get("siren", ""), data.get("town", "")]
    return {"row": row, "name": name, "about": " · ".join(part for part in about if part), "fiche": row.person or row.organisation}

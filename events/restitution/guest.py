"""A fiche d'atelier on a phone: extracts one by one, saved at once, and free notes. No account, no script."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from collectives.notes.exceptions import ExtractWithdrawn
from collectives.notes.models import Extract
from collectives.notes.services import append_extract, correct_extract, restore_extract, withdraw_extract, write_note
from events.restitution.forms import ExtractForm, NotesForm
from events.restitution.models import SessionReport
from events.restitution.prints import report_context
from events.restitution.services import finish_report, reopen_report
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import path
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict


@opens("rapporteur", label="Fiche d’atelier")
def fiche(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponse:
    """The fiche, and what is done on it: add, correct/ID, withdraw/ID, restore/ID, notes, finish, reopen."""
    report: SessionReport = link.target
    act, _, extract_id = verb.partition("/")
    if act == "correct":
        return _correct(request, link, report, _extract(report, extract_id))
    if request.method != "POST":
        return redirect(path(link)) if verb else _page(request, link, report)
    if act == "add" and not extract_id:
        return _add(request, link, report)
    if act == "notes" and not extract_id:
        return _notes(request, link, report)
    if act in ("withdraw", "restore"):
        extract = _extract(report, extract_id)
        (withdraw_extract if act == "withdraw" else restore_extract)(extract=extract, by=Actor.link(link))
        return redirect(f"{path(link)}#{'retires' if act == 'withdraw' else f'extrait-{extract.public_id}'}")
    if verb in ("finish", "reopen"):
        (finish_report if verb == "finish" else reopen_report)(report=report, by=Actor.link(link))
        return redirect(f"{path(link)}#terminer")
    raise Http404


def _add(request: HttpRequest, link: SecretLink, report: SessionReport) -> HttpResponse:
    form = ExtractForm(request.POST)
    if not form.is_valid():
        return _page(request, link, report, form=form, status=422)
    data = form.cleaned_data
    extract = append_extract(
        note=report.note, kind=data["kind"], text=data["text"], speaker=data["speaker"], may_quote=data["may_quote"],
        client_key=data["form_key"], by=Actor.link(link),
    )  # fmt: skip
    return redirect(f"{path(link)}?dernier={extract.public_id}#ajouter")


def _correct(request: HttpRequest, link: SecretLink, report: SessionReport, extract: Extract) -> HttpResponse:
    initial = {name: getattr(extract, name) for name in ("kind", "text", "speaker", "may_quote", "lock_version")}
    form = ExtractForm(request.POST or None, initial=initial)
    here = path(link, f"correct/{extract.public_id}")
    context = {"report": report, "session": report.session, "extract": extract, "form": form, "here": here, "back": path(link)}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "events/restitution/guest/correct.html", context | {"has_errors": status == 422}, status=status)
    data = form.cleaned_data
    try:
        correct_extract(
            extract=extract, text=data["text"], kind=data["kind"], speaker=data["speaker"], may_quote=data["may_quote"],
            seen_version=data["lock_version"], by=Actor.link(link),
        )  # fmt: skip
    except StaleVersion as stale:
        return conflict(request, stale.obj, data["text"], stale.obj.text, label="Extrait", action=here, back=path(link), base="guest.html")
    except ExtractWithdrawn as refusal:
        form.add_error(None, str(refusal))
        return render(request, "events/restitution/guest/correct.html", context | {"has_errors": True}, status=422)
    return redirect(f"{path(link)}#extrait-{extract.public_id}")


def _notes(request: HttpRequest, link: SecretLink, report: SessionReport) -> HttpResponse:
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _page(request, link, report, notes=form, status=422)
    data = form.cleaned_data
    try:
        write_note(note=report.note, text=data["text"], seen_version=data["lock_version"], by=Actor.link(link))
    except StaleVersion as stale:
        return conflict(
            request, stale.obj, data["text"], stale.obj.text, label="Notes", action=path(link, "notes"), back=path(link), base="guest.html"
        )
    return redirect(f"{path(link)}#notes")


def _extract(report: SessionReport, extract_id: str) -> Extract:
    """An extract of this fiche; anybody else's does not exist here."""
    try:
        return Extract.objects.select_related("note").get(note_id=report.note_id, public_id=UUID(extract_id))
    except (ValueError, Extract.DoesNotExist):
        raise Http404 from None


def _page(
    request: HttpRequest,
    link: SecretLink,
    report: SessionReport,
    *,
    form: ExtractForm | None = None,
    notes: NotesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = report_context(report)
    note = report.note
    context |= {
        "form": form or ExtractForm(), "notes": notes or NotesForm(initial={"text": context["text"], "lock_version": note.lock_version}),
        "here": path(link), "has_errors": status == 422, "last_id": request.GET.get("dernier", ""),
        "add": path(link, "add"), "notes_path": path(link, "notes"), "finish": path(link, "finish"), "reopen": path(link, "reopen"),
    }  # fmt: skip
    for each in (*context["extracts"], *context["withdrawn"]):
        each.correct_path = path(link, f"correct/{each.public_id}")
        each.withdraw_path = path(link, f"withdraw/{each.public_id}")
        each.restore_path = path(link, f"restore/{each.public_id}")
    return render(request, "events/restitution/guest/report.html", context, status=status)

"""Composing a synthesis: the text at the left, what was said at the right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.notes.enums import ExtractKind
from collectives.notes.models import Extract
from events.days.models import Day
from labo_ess.accounts.roles import is_team, readers_only, refuse, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.jobs.services import start
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page, undo_toast
from reports.synthesis.enums import SourceKind
from reports.synthesis.exceptions import SynthesisRefused
from reports.synthesis.forms import EditSentenceForm, ExtractFilter, FrontForm, SectionForm, SentenceForm
from reports.synthesis.models import Section, Sentence, Source, Synthesis
from reports.synthesis.permissions import can_edit_synthesis
from reports.synthesis.prints import document_of, fingerprint, is_refused, pdf_context, place_of, reviews_of, where
from reports.synthesis.querysets import extracts_for, extracts_of_day
from reports.synthesis.services import create_synthesis, edit_front, edit_sentence, rename_section, trash_synthesis

ICONS = {"constat": "graduation-cap", "idee": "lightbulb", "besoin": "hand-helping", "verbatim": "quote", "proposition": "megaphone"}


def visible(request: HttpRequest, synthesis: UUID) -> Synthesis:
    """The synthesis, if this person may read it."""
    rows = Synthesis.objects.visible_to(request.user).select_related("day__cycle", "process", "pdf")  # type: ignore[arg-type]
    return get_object_or_404(rows, public_id=synthesis)


def composer(synthesis: Synthesis, request: HttpRequest, anchor: str = "") -> str:
    """The address of the composer, filters kept, at the passage in question."""
    query = request.GET.urlencode()
    address = reverse("reports:synthesis:compose", args=[synthesis.public_id])
    return address + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")


@require_GET
@readers_only
def synthesis_list(request: HttpRequest) -> HttpResponse:
    """Every synthesis, and the days that have none yet."""
    rows = Synthesis.objects.visible_to(request.user).with_counts().select_related("day", "process")  # type: ignore[arg-type]
    told = Synthesis.objects.alive().filter(day__isnull=False).values("day")
    extracts = "sessions__report__note__extracts"
    counted = Count(extracts, filter=Q(**{f"{extracts}__withdrawn_at__isnull": True}), distinct=True)
    without = Day.objects.visible_to(request.user).exclude(pk__in=told)  # type: ignore[arg-type]
    waiting = without.annotate(extracts_count=counted).filter(extracts_count__gt=0).order_by("-date")
    context = {"syntheses": list(rows), "waiting": list(waiting), "can_edit": is_team(request.user)}
    return render_page(request, "reports/synthesis/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab of a day: its synthesis, or the button that makes it."""
    found = get_object_or_404(Day.objects.visible_to(request.user).select_related("cycle"), slug=slug)  # type: ignore[arg-type]
    if request.method == "POST":
        if not is_team(request.user):
            raise refuse(request.user)
        return redirect("reports:synthesis:compose", create_synthesis(day=found, by=Actor.of(request)).public_id)
    synthesis = Synthesis.objects.alive().filter(day=found).with_counts().first()
    context = {
        "day": found, "synthesis": synthesis, "extracts_count": extracts_of_day(found).count(), "can_edit": is_team(request.user),
        "history": history(synthesis, limit=10) if synthesis else [],
    }  # fmt: skip
    return render_page(request, "reports/synthesis/day.html", context)


@require_GET
@readers_only
def compose(request: HttpRequest, synthesis: UUID) -> HttpResponse:
    """The composer."""
    return compose_page(request, visible(request, synthesis))


def compose_page(request: HttpRequest, synthesis: Synthesis, status: int = 200, **more: Any) -> HttpResponse:
    """The composer as it stands, with a refused form if there is one (`sentence_form`, `section_form`)."""
    chosen = ExtractFilter(request.GET).chosen
    sections = list(synthesis.sections.with_sentences())
    current = next((each for each in sections if each.public_id == chosen.get("partie")), sections[0] if sections else None)
    used: set[int] = set()
    for section in sections:
        for sentence in section.living:
            _describe(sentence)
            used.update(source.extract_id for source in sentence.sources.all())
    sentences = [sentence for section in sections for sentence in section.living]
    context = {
        "synthesis": synthesis, "day": synthesis.day, "process": synthesis.process, "sections": sections, "current": current, "chosen": chosen,
        "can_edit": can_edit_synthesis(request.user, synthesis), "sentence_form": SentenceForm(), "section_form": SectionForm(),
        "sourced": sum(bool(sentence.lines) for sentence in sentences), "sentences": sentences, "source_kinds": SourceKind.choices,
        "to_review": [sentence for sentence in sentences if sentence.reviews], "refused": [each for each in sentences if each.refused],
        "removed": _removed(synthesis), "query": request.GET.urlencode(), "kinds": ExtractKind.choices,
    } | _beside(synthesis, chosen, used) | more  # fmt: skip
    return render_page(request, "reports/synthesis/compose.html", context, status=status)


def _describe(sentence: Sentence) -> None:
    """What the composer says under a sentence."""
    sentence.lines = [(source, where(source.extract)) for source in sentence.sources.all()]
    sentence.reviews, sentence.refused = reviews_of(sentence), is_refused(sentence)


def _beside(synthesis: Synthesis, chosen: dict[str, Any], used: set[int]) -> dict[str, Any]:
    """The extracts of the day that the filters leave, with what each filter counts."""
    everything = list(extracts_for(synthesis))
    sessions = {session.public_id: session for extract in everything if (session := place_of(extract))}
    shown = []
    for extract in everything:
        extract.used, extract.icon, extract.place = extract.pk in used, ICONS.get(extract.kind, "quote"), where(extract)
        session = place_of(extract)
        if chosen.get("nature") and extract.kind != chosen["nature"]:
            continue
        if chosen.get("seance") and (session is None or session.public_id != chosen["seance"]):
            continue
        if not (chosen.get("libres") and extract.used):
            shown.append(extract)
    free = sum(extract.pk not in used for extract in everything)
    return {"extracts": shown, "extracts_total": len(everything), "extracts_free": free, "sessions": list(sessions.values())}


def _removed(synthesis: Synthesis) -> dict[str, list[Any]]:
    """What can be put back."""
    sentences = Sentence.objects.trashed().filter(section__synthesis=synthesis)[:20]
    return {"sections": list(synthesis.sections.trashed()[:10]), "sentences": list(sentences)}


@require_http_methods(["GET", "HEAD", "POST"])
@team_only
def front(request: HttpRequest, synthesis: UUID) -> HttpResponse:
    """Title, subtitle, introduction."""
    found = visible(request, synthesis)
    form = FrontForm(request.POST or None, instance=Synthesis.objects.get(pk=found.pk))
    context = {"synthesis": found, "day": found.day, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render_page(request, "reports/synthesis/front.html", context, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    try:
        edit_front(
            synthesis=found, title=data["title"], subtitle=data["subtitle"], introduction=data["introduction"],
            seen_version=data["lock_version"], by=Actor.of(request),
        )  # fmt: skip
    except StaleVersion as stale:
        back = composer(found, request)
        return conflict(request, stale.obj, data["introduction"], stale.obj.introduction, field="introduction", label="Introduction", back=back)
    messages.success(request, typo_fr("Le titre et l’introduction sont enregistrés."))
    return redirect("reports:synthesis:compose", found.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@team_only
def section(request: HttpRequest, synthesis: UUID, section: UUID) -> HttpResponse:
    """Another heading."""
    found = visible(request, synthesis)
    part = get_object_or_404(Section.objects.alive(), synthesis=found, public_id=section)
    form = SectionForm(request.POST or None, initial={"title": part.title, "lock_version": part.lock_version})
    context = {"synthesis": found, "section": part, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render_page(request, "reports/synthesis/section.html", context, status=422 if form.is_bound else 200)
    title = form.cleaned_data["title"]
    try:
        rename_section(section=part, title=title, seen_version=form.cleaned_data["lock_version"] or 0, by=Actor.of(request))
    except StaleVersion as stale:
        return conflict(request, stale.obj, title, stale.obj.title, field="title", label="Intertitre", back=composer(found, request))
    return redirect(composer(found, request, f"partie-{part.public_id}"))


@require_http_methods(["GET", "HEAD", "POST"])
@team_only
def sentence(request: HttpRequest, synthesis: UUID, sentence: UUID) -> HttpResponse:
    """The text of a sentence, its section, and its sources with their words."""
    found = visible(request, synthesis)
    line = get_object_or_404(Sentence.objects.alive().select_related("section__synthesis"), section__synthesis=found, public_id=sentence)
    initial = {"text": line.text, "section": line.section.public_id, "lock_version": line.lock_version}
    form = EditSentenceForm(request.POST or None, initial=initial, synthesis=found)
    sources = list(Source.objects.filter(sentence=line).with_places())
    context = {"synthesis": found, "sentence": line, "form": form, "sources": [(source, where(source.extract)) for source in sources]}
    if request.method != "POST" or not form.is_valid():
        return render_page(request, "reports/synthesis/sentence.html", context, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    try:
        edit_sentence(sentence=line, text=data["text"], section=data["section"], seen_version=data["lock_version"] or 0, by=Actor.of(request))
    except StaleVersion as stale:
        return conflict(request, stale.obj, data["text"], stale.obj.text, label="Phrase", back=composer(found, request))
    except SynthesisRefused as refusal:
        form.add_error("text", str(refusal))
        return render_page(request, "reports/synthesis/sentence.html", context, status=422)
    return redirect(composer(found, request, f"phrase-{line.public_id}"))


@require_GET
@readers_only
def read(request: HttpRequest, synthesis: UUID) -> HttpResponse:
    """The same content as the PDF, as a page."""
    found = visible(request, synthesis)
    return render_page(request, "reports/synthesis/read.html", pdf_context(document_of(found)) | {"synthesis": found})


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def pdf(request: HttpRequest, synthesis: UUID) -> HttpResponseBase:
    """The PDF: the one that was made while nothing changed, else a job that makes it."""
    found = visible(request, synthesis)
    if found.pdf is not None and found.pdf_fingerprint == fingerprint(document_of(found)):
        response = FileResponse(found.pdf.file.open("rb"), filename=found.pdf.original_name, content_type="application/pdf")
        response["Cache-Control"] = "private, no-store"
        return response
    if request.method != "POST":
        return render_page(request, "reports/synthesis/pdf_to_make.html", {"synthesis": found})
    return redirect(start("synthesis_pdf", about=found, by=Actor.of(request)).get_absolute_url())


@require_POST
@team_only
def trash(request: HttpRequest, synthesis: UUID) -> HttpResponse:
    """Into the Corbeille."""
    found = visible(request, synthesis)
    trash_synthesis(synthesis=found, by=Actor.of(request))
    undo = reverse("revisions:restore", args=["synthesis", found.public_id])
    undo_toast(request, typo_fr(f"La synthèse « {found.title} » est dans la corbeille."), undo)
    return redirect("reports:synthesis:list")


def extract_of(synthesis: Synthesis, extract: UUID) -> Extract:
    """An extract that the synthesis may rest on."""
    return get_object_or_404(extracts_for(synthesis), public_id=extract)

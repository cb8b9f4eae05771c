"""Acts on the passages of a synthesis: each is one button of the composer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import undo_toast
from reports.synthesis.exceptions import SynthesisRefused
from reports.synthesis.forms import SectionForm, SentenceForm, SourceForm
from reports.synthesis.models import Section, Sentence, Source
from reports.synthesis.services import (
    add_section,
    add_source,
    confirm_source,
    move_section,
    move_sentence,
    remove_source,
    restore_section,
    restore_sentence,
    take_extract,
    trash_section,
    trash_sentence,
    write_sentence,
)
from reports.synthesis.views import compose_page, composer, extract_of, visible


@require_POST
@team_only
def new_section(request: HttpRequest, synthesis: UUID) -> HttpResponse:
    """Add a heading."""
    found = visible(request, synthesis)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return compose_page(request, found, status=422, section_form=form)
    section = add_section(synthesis=found, title=form.cleaned_data["title"], by=Actor.of(request))
    return redirect(composer(found, request, f"partie-{section.public_id}"))


@require_POST
@team_only
def act_on_section(request: HttpRequest, synthesis: UUID, section: UUID, act: str) -> HttpResponse:
    """Up, down, away (with undo), back."""
    found = visible(request, synthesis)
    part = get_object_or_404(Section.objects.select_related("synthesis"), synthesis=found, public_id=section)
    by = Actor.of(request)
    if act in ("monter", "descendre"):
        move_section(section=part, up=act == "monter", by=by)
    elif act == "retirer":
        trash_section(section=part, by=by)
        undo = reverse("reports:synthesis:section_act", args=[found.public_id, part.public_id, "remettre"])
        undo_toast(request, typo_fr(f"La partie « {part.title} » est retirée, avec ses phrases."), undo)
    elif act == "remettre":
        restore_section(section=part, by=by)
    else:
        raise Http404
    return redirect(composer(found, request, "" if act == "retirer" else f"partie-{part.public_id}"))


@require_POST
@team_only
def new_sentence(request: HttpRequest, synthesis: UUID, section: UUID) -> HttpResponse:
    """A sentence in the author's words, with an extract as its source or without."""
    found = visible(request, synthesis)
    part = get_object_or_404(Section.objects.alive().select_related("synthesis"), synthesis=found, public_id=section)
    form = SentenceForm(request.POST)
    if not form.is_valid():
        return compose_page(request, found, status=422, sentence_form=form, refused_section=part)
    extract = extract_of(found, form.cleaned_data["extract"]) if form.cleaned_data["extract"] else None
    try:
        sentence = write_sentence(section=part, text=form.cleaned_data["text"], extract=extract, by=Actor.of(request))
    except SynthesisRefused as refusal:
        form.add_error("text", str(refusal))
        return compose_page(request, found, status=422, sentence_form=form, refused_section=part)
    return redirect(composer(found, request, f"phrase-{sentence.public_id}"))


@require_POST
@team_only
def take(request: HttpRequest, synthesis: UUID, section: UUID, extract: UUID) -> HttpResponse:
    """« Reprendre »: a sentence that keeps its source."""
    found = visible(request, synthesis)
    part = get_object_or_404(Section.objects.alive().select_related("synthesis"), synthesis=found, public_id=section)
    said = extract_of(found, extract)
    return _try(request, found, lambda: take_extract(section=part, extract=said, by=Actor.of(request)), "phrase")


@require_POST
@team_only
def act_on_sentence(request: HttpRequest, synthesis: UUID, sentence: UUID, act: str) -> HttpResponse:
    """Up, down, away (with undo), back."""
    found = visible(request, synthesis)
    line = get_object_or_404(Sentence.objects.select_related("section__synthesis"), section__synthesis=found, public_id=sentence)
    by = Actor.of(request)
    if act in ("monter", "descendre"):
        return _try(request, found, lambda: move_sentence(sentence=line, up=act == "monter", by=by), "phrase")
    if act == "remettre":
        return _try(request, found, lambda: restore_sentence(sentence=line, by=by), "phrase")
    if act != "retirer":
        raise Http404
    trash_sentence(sentence=line, by=by)
    undo = reverse("reports:synthesis:sentence_act", args=[found.public_id, line.public_id, "remettre"])
    undo_toast(request, typo_fr("La phrase est retirée."), undo)
    return redirect(composer(found, request, f"partie-{line.section.public_id}"))


@require_POST
@team_only
def new_source(request: HttpRequest, synthesis: UUID) -> HttpResponse:
    """Tie one more extract to a sentence."""
    found = visible(request, synthesis)
    form = SourceForm(request.POST)
    if not form.is_valid():
        messages.error(request, typo_fr("Choisissez la phrase à laquelle rattacher cet extrait. Rien n’a changé."))
        return redirect(composer(found, request))
    data = form.cleaned_data
    line = get_object_or_404(Sentence.objects.select_related("section__synthesis"), section__synthesis=found, public_id=data["sentence"])
    said = extract_of(found, data["extract"])
    return _try(request, found, lambda: add_source(sentence=line, extract=said, kind=data["kind"], by=Actor.of(request)).sentence, "phrase")


@require_POST
@team_only
def act_on_source(request: HttpRequest, synthesis: UUID, source: UUID, act: str) -> HttpResponse:
    """Untie it, or say that the sentence still holds."""
    found = visible(request, synthesis)
    rows = Source.objects.select_related("sentence__section__synthesis", "extract")
    tie = get_object_or_404(rows, sentence__section__synthesis=found, public_id=source)
    by = Actor.of(request)
    if act == "detacher":
        return _try(request, found, lambda: remove_source(source=tie, by=by), "phrase")
    if act == "relue":
        return _try(request, found, lambda: confirm_source(source=tie, by=by).sentence, "phrase")
    raise Http404


def _try(request: HttpRequest, synthesis: Any, act: Callable[[], Any], anchor: str) -> HttpResponse:
    """Do it, or say why not; back to the passage either way."""
    try:
        passage = act()
    except SynthesisRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(composer(synthesis, request))
    return redirect(composer(synthesis, request, f"{anchor}-{passage.public_id}"))

"""Pages on groups: made, changed, passed from étape to étape, put in the Corbeille."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from collectives.groups.enums import STAGE_PASSAGES, Stage
from collectives.groups.exceptions import GroupRefused
from collectives.groups.forms import CollectiveForm, StageForm
from collectives.groups.models import Collective, Process
from collectives.groups.permissions import can_create_collective, require_edit
from collectives.groups.services import create_collective, edit_collective, pass_stage, trash_collective
from collectives.groups.stages import LIFE, is_step_back
from contacts.directory.exceptions import DirectoryRefusal
from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page, undo_toast


def visible_collective(request: HttpRequest, slug: str) -> Collective:
    """The group at this address, for whoever sees it; 404 else. Every page of a collective begins here."""
    rows = Collective.objects.visible_to(request.user).select_related("process", "region", "department", "epci", "lead_organisation")
    return get_object_or_404(rows, slug=slug)


def editable_collective(request: HttpRequest, slug: str) -> Collective:
    """The same, for whoever changes it: a reader of the house gets 403, a stranger 404."""
    collective = visible_collective(request, slug)
    require_edit(request.user, collective)
    return collective


@require_http_methods(["GET", "POST"])
@team_only
def collective_new(request: HttpRequest) -> HttpResponse:
    """Make a group; `?demarche=` chooses its démarche."""
    processes = Process.objects.visible_to(request.user)
    process = processes.filter(slug=request.GET.get("demarche", "")).first()
    form = CollectiveForm(request.POST or None, processes=processes, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                by = Actor.of(request)
                collective = create_collective(by=by, **form.values(by))
        except (GroupRefused, DirectoryRefusal) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"« {collective} » est créé : ajoutez-lui ses premiers membres."))
            return redirect(collective)
    return render_page(request, "collectives/groups/form.html", {"form": form, "process": process}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def collective_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a group; two people who save at once get the page that shows both défis."""
    collective = editable_collective(request, slug)
    processes = Process.objects.visible_to(request.user)
    form = CollectiveForm(request.POST or None, processes=processes, collective=collective, limited=not can_create_collective(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                by = Actor.of(request)
                edit_collective(collective=collective, by=by, seen_version=form.cleaned_data["lock_version"], **form.values(by))
        except (GroupRefused, DirectoryRefusal) as refusal:
            form.refuse(refusal)
        except StaleVersion as stale:
            mine, theirs = form.cleaned_data["challenge"], stale.obj.challenge
            return conflict(request, stale.obj, mine, theirs, field="challenge", label="Défi", back=collective.get_absolute_url())
        else:
            messages.success(request, typo_fr("Le collectif est enregistré."))
            return redirect(collective)
    return render_page(request, "collectives/groups/form.html", {"form": form, "collective": collective}, status=422 if form.errors else 200)


def _next_stage(collective: Collective, asked: str) -> Stage:
    """The étape that the page is about: the one asked for, else the next one in a group's life."""
    possible = STAGE_PASSAGES[Stage(collective.stage)]
    if asked in possible:
        return Stage(asked)
    return next((each for each in LIFE if each in possible and not is_step_back(collective.stage, each)), min(possible))


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass to another étape, with the criteria of that étape; the passages already made stand under it."""
    collective = editable_collective(request, slug)
    after = _next_stage(collective, request.POST.get("after") or request.GET.get("vers", ""))
    form = StageForm(request.POST or None, collective=collective, after=after)
    if request.method == "POST" and form.is_valid():
        try:
            pass_stage(collective=collective, by=Actor.of(request), **form.cleaned_data)
        except GroupRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"« {collective} » est maintenant à l’étape « {after.label} »."))
            return redirect(collective)
    context: dict[str, Any] = {
        "collective": collective,
        "form": form,
        "after": after,
        "step_back": is_step_back(collective.stage, after),
        "others": [each for each in Stage if each in STAGE_PASSAGES[Stage(collective.stage)]],
        "changes": list(collective.stage_changes.all()),
    }
    return render_page(request, "collectives/groups/stage.html", context, status=422 if form.errors else 200)


@require_POST
@team_only
def collective_trash(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a group in the Corbeille; « Annuler » puts it back."""
    collective = visible_collective(request, slug)
    try:
        trash_collective(collective=collective, by=Actor.of(request))
    except GroupRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(collective)
    undo = reverse("revisions:restore", args=["collective", collective.public_id])
    undo_toast(request, typo_fr(f"« {collective} » est à la corbeille pour trente jours."), undo)
    return redirect("collectives:coordination:list")

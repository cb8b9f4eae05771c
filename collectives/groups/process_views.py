"""Pages on démarches and their phases."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.groups.exceptions import GroupRefused
from collectives.groups.forms import PhaseForm, ProcessForm
from collectives.groups.lists import PROCESSES, rows_of
from collectives.groups.models import Phase, Process
from collectives.groups.permissions import can_edit_process, can_open_collectives
from collectives.groups.services import activate_phase, add_phase, create_process, edit_phase, edit_process, remove_phase, trash_process
from contacts.directory.exceptions import DirectoryRefusal
from labo_ess.accounts.roles import can_export_people, team_only
from labo_ess.audit.actors import Actor
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page, undo_toast


def visible_process(request: HttpRequest, slug: str) -> Process:
    """The démarche at this address, for whoever sees it; 404 else."""
    return get_object_or_404(Process.objects.visible_to(request.user), slug=slug)


@require_GET
def process_list(request: HttpRequest) -> HttpResponse:
    """The démarches that the person sees."""
    user = request.user
    if not can_open_collectives(user):
        raise Http404
    context = {"can_edit": can_edit_process(user)}
    return PROCESSES.respond(
        request, rows_of(user), template="collectives/groups/processes.html", context=context, can_export=can_export_people(user)
    )


@require_http_methods(["GET", "POST"])
@team_only
def process_new(request: HttpRequest) -> HttpResponse:
    """Make a démarche."""
    form = ProcessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                by = Actor.of(request)
                process = create_process(by=by, **form.values(by))
        except (GroupRefused, DirectoryRefusal) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La démarche « {process} » est créée."))
            return redirect(process)
    return render_page(request, "collectives/groups/process_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def process_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a démarche; a title that is replaced joins the former ones."""
    process = visible_process(request, slug)
    form = ProcessForm(request.POST or None, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                by = Actor.of(request)
                edit_process(process=process, by=by, seen_version=form.cleaned_data["lock_version"], **form.values(by))
        except (GroupRefused, DirectoryRefusal) as refusal:
            form.refuse(refusal)
        except StaleVersion as stale:
            mine, theirs = form.cleaned_data["aims"], stale.obj.aims
            return conflict(request, stale.obj, mine, theirs, field="aims", label="Objectifs", back=process.get_absolute_url())
        else:
            messages.success(request, typo_fr("La démarche est enregistrée."))
            return redirect(process)
    return render_page(request, "collectives/groups/process_form.html", {"form": form, "process": process}, status=422 if form.errors else 200)


@require_POST
@team_only
def process_trash(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an empty démarche in the Corbeille."""
    process = visible_process(request, slug)
    try:
        trash_process(process=process, by=Actor.of(request))
    except GroupRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(process)
    undo = reverse("revisions:restore", args=["process", process.public_id])
    undo_toast(request, typo_fr(f"« {process} » est à la corbeille pour trente jours."), undo)
    return redirect("collectives:groups:processes")


@require_http_methods(["GET", "POST"])
@team_only
def phase_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a phase, last in the order."""
    process = visible_process(request, slug)
    form = PhaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_phase(process=process, by=Actor.of(request), **form.cleaned_data)
        except GroupRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La phase est ajoutée."))
            return redirect(process)
    return render_page(request, "collectives/groups/phase_form.html", {"form": form, "process": process}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def phase_edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change a phase."""
    process = visible_process(request, slug)
    phase = get_object_or_404(process.phases, public_id=public_id)
    initial = {name: getattr(phase, name) for name in ("title", "starts_on", "ends_on", "text")}
    form = PhaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_phase(phase=phase, by=Actor.of(request), **form.cleaned_data)
        except GroupRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La phase est enregistrée."))
            return redirect(process)
    context = {"form": form, "process": process, "phase": phase}
    return render_page(request, "collectives/groups/phase_form.html", context, status=422 if form.errors else 200)


def _phase(request: HttpRequest, slug: str, public_id: str) -> Phase:
    return get_object_or_404(visible_process(request, slug).phases, public_id=public_id)


@require_POST
@team_only
def phase_activate(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """This phase is the one under way."""
    phase = activate_phase(phase=_phase(request, slug, public_id), by=Actor.of(request))
    messages.success(request, typo_fr(f"La phase « {phase} » est en cours."))
    return redirect(phase.process)


@require_http_methods(["GET", "POST"])
@team_only
def phase_remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Confirm, then take off a phase."""
    phase = _phase(request, slug, public_id)
    if request.method == "POST":
        process = remove_phase(phase=phase, by=Actor.of(request))
        messages.success(request, typo_fr(f"La phase « {phase} » est supprimée."))
        return redirect(process)
    return render_page(request, "collectives/groups/phase_remove.html", {"process": phase.process, "phase": phase})

"""Pages on démarches and groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from collectives.groups.models import Collective, Process
from collectives.groups.permissions import require_edit
from labo_ess.ui.pages import render_page


def visible_collective(request: HttpRequest, slug: str) -> Collective:
    """The group at this address, for whoever sees it; 404 else. Every page of a collective begins here."""
    rows = Collective.objects.visible_to(request.user).select_related("process", "region", "department", "epci", "lead_organisation")
    return get_object_or_404(rows, slug=slug)


def editable_collective(request: HttpRequest, slug: str) -> Collective:
    """The same, for whoever changes it: a reader of the house gets 403, a stranger 404."""
    collective = visible_collective(request, slug)
    require_edit(request.user, collective)
    return collective


def visible_process(request: HttpRequest, slug: str) -> Process:
    """The démarche at this address, for whoever sees it; 404 else."""
    return get_object_or_404(Process.objects.visible_to(request.user), slug=slug)


@require_GET
def process_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A démarche: its phases, its groups."""
    return render_page(request, "collectives/groups/process.html", {"process": visible_process(request, slug)})

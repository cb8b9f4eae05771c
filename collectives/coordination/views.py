"""Every group on one screen, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from collectives.groups.models import Collective
from collectives.groups.views import visible_collective
from labo_ess.ui.pages import render_page


@require_GET
def collective_list(request: HttpRequest) -> HttpResponse:
    """Every group that the person sees."""
    rows = Collective.objects.visible_to(request.user).select_related("process")
    return render_page(request, "collectives/coordination/list.html", {"rows": rows})


@require_GET
def collective_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A group: its défi, étape, meetings, decisions, actions, members."""
    return render_page(request, "collectives/coordination/collective.html", {"collective": visible_collective(request, slug)})

"""Every group on one screen, the page of each, and the page of a démarche."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from collectives.actions.anchors import anchor_of
from collectives.coordination.lists import list_for, to
from collectives.coordination.overviews import group_view, process_view
from collectives.coordination.querysets import overview, shared_themes, totals
from collectives.groups.enums import CollectiveKind
from collectives.groups.permissions import can_create_collective, can_edit_collective, can_edit_process, can_open_collectives, is_referent
from collectives.groups.process_views import visible_process
from collectives.groups.views import visible_collective
from labo_ess.accounts.roles import can_export_people
from labo_ess.audit.querysets import history
from labo_ess.ui.pages import render_page, wants_fragment

SHOWN_LINES = 10
"""Lines of the history shown before one asks for all of them."""


@require_GET
def collective_list(request: HttpRequest) -> HttpResponse:
    """Every group that the person sees: étape, meetings, decisions, late actions, silence."""
    user = request.user
    if not can_open_collectives(user):
        raise Http404
    rows = overview(user)
    context: dict[str, object] = {"can_create": can_create_collective(user)}
    if not wants_fragment(request) and "format" not in request.GET:
        context |= {"totals": totals(rows), "themes": shared_themes(user)}
    may_export = can_export_people(user) or is_referent(user)
    return list_for(user).respond(request, rows, template="collectives/coordination/list.html", context=context, can_export=may_export)


@require_GET
def collective_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A group: its défi, étape, actions, decisions, members, next meeting, history."""
    collective = visible_collective(request, slug)
    can_edit, whole = can_edit_collective(request.user, collective), request.GET.get("historique") == "tout"
    context = {
        "collective": collective,
        "view": group_view(collective),
        "today": timezone.localdate(),
        "prepares": anchor_of(collective),
        "themes": list(collective.themes.all()),
        "changes": list(collective.stage_changes.all()),
        "history": history(collective, limit=200 if whole else SHOWN_LINES),
        "whole": whole,
        "can_edit": can_edit,
        "can_trash": can_create_collective(request.user) and collective.kind != CollectiveKind.COMMITTEE,
        "actions_address": to("collectives:actions:board", collective),
        "meetings_address": to("collectives:meetings:list", collective),
        "new_meeting_address": to("collectives:meetings:new", collective) if can_edit else "",
    }
    return render_page(request, "collectives/coordination/collective.html", context)


@require_GET
def process_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A démarche: its phases, its groups, what comes and what is late in them. A référent·e lands here."""
    process, whole = visible_process(request, slug), request.GET.get("historique") == "tout"
    context = {
        "process": process,
        "view": process_view(process, request.user),
        "today": timezone.localdate(),
        "phases": list(process.phases.all()),
        "leads": list(process.lead_organisations.all()),
        "referents": list(process.referents.all()),
        "history": history(process, limit=200 if whole else SHOWN_LINES),
        "whole": whole,
        "can_edit": can_edit_process(request.user, process),
    }
    return render_page(request, "collectives/coordination/process.html", context)

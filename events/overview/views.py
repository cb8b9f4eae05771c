"""The page of a day: where it stands, and the next thing to do."""

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from events.days.enums import DayState
from events.days.permissions import can_edit_day
from events.days.views import passages, visible_day
from events.overview.querysets import Step, figures_of, next_step
from labo_ess.accounts.roles import readers_only
from labo_ess.audit.querysets import history
from labo_ess.ui.pages import render_page


@require_GET
@readers_only
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """State, J−n, places, programme, partners, history."""
    found = visible_day(request, slug)
    figures = figures_of(found)
    can_edit = can_edit_day(request.user, found)
    step = next_step(found, figures) if can_edit else None
    address = _address(step, found.slug)
    context = {
        "day": found,
        "figures": figures,
        "can_edit": can_edit,
        "step": step if step and (step.state or address) else None,
        "step_address": address,
        "passages": [each for each in passages(found) if not step or each["state"] != step.state] if can_edit else [],
        "is_draft": found.state == DayState.DRAFT,
        "partners": list(found.partners.select_related("organisation__logo")),
        "rooms": found.rooms.count(),
        "history": history(found, limit=12),
    }
    return render_page(request, "events/overview/day.html", context)


def _address(step: Step | None, slug: str) -> str:
    """Where a step leads; empty while its page does not exist."""
    if step is None or not step.url_name:
        return ""
    try:
        return reverse(step.url_name, kwargs={"slug": slug})
    except NoReverseMatch:
        return ""

"""The tab of a démarche: its synthesis, or the button that makes it; the days it draws from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from collectives.groups.models import Process
from events.days.models import Day
from labo_ess.accounts.roles import is_team, readers_only, refuse
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page
from reports.synthesis.models import Synthesis
from reports.synthesis.processes import choose_days, create_process_synthesis
from reports.synthesis.querysets import extracts_of_process


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the synthesis of a démarche, or choose the days it draws from."""
    found = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)  # type: ignore[arg-type]
    synthesis = Synthesis.objects.alive().filter(process=found).with_counts().first()
    days = Day.objects.visible_to(request.user).select_related("cycle").order_by("-date")  # type: ignore[arg-type]
    if request.method == "POST":
        if not is_team(request.user):
            raise refuse(request.user)
        wanted = [day for day in days if day.slug in request.POST.getlist("day")]
        if synthesis is None:
            return redirect("reports:synthesis:compose", create_process_synthesis(process=found, days=wanted, by=Actor.of(request)).public_id)
        choose_days(synthesis=synthesis, days=wanted, by=Actor.of(request))
        messages.success(request, typo_fr("Les journées dont la synthèse reprend les ateliers sont enregistrées."))
        return redirect("reports:synthesis:process", slug)
    chosen = set(synthesis.days.values_list("pk", flat=True)) if synthesis else set()
    drawn = extracts_of_process(found, Day.objects.filter(pk__in=chosen))
    context = {
        "process": found, "synthesis": synthesis, "extracts_count": drawn.count(), "days": [(day, day.pk in chosen) for day in days],
        "can_edit": is_team(request.user), "history": history(synthesis, limit=10) if synthesis else [],
    }  # fmt: skip
    return render_page(request, "reports/synthesis/process.html", context)

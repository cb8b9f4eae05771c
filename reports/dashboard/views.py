"""« Aujourd’hui »: what waits for someone, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from collectives.groups.lists import rows_of as processes_of
from collectives.groups.permissions import is_referent
from labo_ess.accounts.roles import can_read_house, is_team
from labo_ess.ui.pages import render_page
from reports.dashboard.prints import needs_of, needs_of_past
from reports.dashboard.querysets import coming_days, days_to_tell, failed_mails, running_jobs, unfinished_imports


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The first page after signing in; a référent·e lands on its démarche, or chooses among them."""
    user = request.user
    processes = list(processes_of(user).order_by("sort_text", "pk")) if is_referent(user) else []
    if len(processes) == 1:
        return redirect(processes[0])
    reads, team = can_read_house(user), is_team(user)
    coming = coming_days(user) if reads else []
    needs = [need for each in coming for need in needs_of(each)] + (needs_of_past(days_to_tell(user)) if reads else [])
    needs.sort(key=lambda need: {"late": 0, "soon": 1}.get(need.tone, 2))
    context = {
        "today": timezone.localdate(),
        "processes": processes,
        "reads": reads,
        "team": team,
        "coming": coming,
        "needs": needs,
        "urgent": [need for need in needs if need.tone == "late"],
        "others": [need for need in needs if need.tone != "late"],
        "failed_mails": failed_mails() if team else 0,
        "jobs": running_jobs(user),
        "imports": unfinished_imports() if team else [],
    }
    return render_page(request, "reports/dashboard/today.html", context)

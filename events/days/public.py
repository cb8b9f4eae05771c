"""The public home: the coming Journées, and the past ones."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.days.enums import DayState
from events.days.models import Day
from labo_ess.ui.pages import public_response, stored_page


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Stored bytes, under a key that changes with any public day and with the date."""
    public = Day.objects.public()
    # Versions only grow and a public day never becomes a draft again: the same sum is the same pages.
    state = public.aggregate(days=Count("pk"), versions=Sum("public_version"))
    today = timezone.localdate()
    return stored_page(f"public:home:{state['days']}:{state['versions']}:{today}", _home, request)


def _home() -> HttpResponse:
    days = list(Day.objects.public().exclude(state=DayState.ARCHIVED).select_related("cycle", "region"))
    today = timezone.localdate()
    coming = [day for day in days if day.state != DayState.PAST and (day.last_date or day.date) >= today]
    past = [day for day in reversed(days) if day not in coming]
    return public_response("events/days/home.html", {"coming": coming, "past": past})

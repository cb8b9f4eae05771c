"""What the world reads of a day: its page, its calendar file, its data. All are stored bytes with an ETag.

The key holds the version of the day's public pages, which grows in the transaction of whatever they show, and whether
the day has begun: nothing stale is ever served, and a warm reader costs one small query, asked at the door.
"""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.days.enums import Admission, DayState
from events.days.models import Day
from events.programme import grid
from events.programme.exports import programme_ics, programme_json, slot
from events.programme.models import ProgrammeVersion
from events.programme.querysets import last_version
from labo_ess.ui.doorstep import Condition, Stamp, may_be_told_again
from labo_ess.ui.pages import STORED_SECONDS, public_response, stored_page

Make = Callable[[Day], HttpResponse]
ADDRESSES_TOLD_AGAIN = ("", "vue=liste")
"""What follows the « ? »: an address that somebody makes up is answered, never held."""


def _public(slug: str) -> QuerySet:
    return Day.objects.public().filter(slug=slug).order_by()


VERSION = Stamp(lambda slug: _public(slug).values_list("pk", "public_version"))


def _stored(request: HttpRequest, slug: str, what: str, make: Make) -> HttpResponse:
    public, now = _public(slug), timezone.now()
    found = public.only("public_version", "date", "starts").first()
    if found is None:
        raise Http404
    begun = now >= found.starts_at
    # Read before the rest: bytes made of newer rows under an older number are only made once more.
    response = stored_page(f"public:day:{found.pk}:{found.public_version}:{begun}:{what}", lambda: _made(public, make), request)
    if request.META.get("QUERY_STRING", "") not in ADDRESSES_TOLD_AGAIN:
        return response
    until = now + timedelta(seconds=STORED_SECONDS)
    return may_be_told_again(response, Condition(VERSION, slug, (found.pk, found.public_version), until if begun else min(until, found.starts_at)))


def _made(public: QuerySet, make: Make) -> HttpResponse:
    day = public.select_related("cycle").first()
    if day is None:  # taken back a moment ago
        raise Http404
    return make(day)


@login_not_required
@require_safe
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a day; `?vue=liste` shows the programme as a list."""
    as_list = request.GET.get("vue") == "liste"
    return _stored(request, slug, "list" if as_list else "page", lambda day: _page(day, as_list))


@login_not_required
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme for an agenda."""
    return _stored(request, slug, "ics", _calendar)


@login_not_required
@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as JSON."""
    return _stored(request, slug, "json", _data)


def _full(day: Day) -> frozenset[str]:
    return frozenset(str(public_id) for public_id in day.sessions.filter(full=True, bookable=True).values_list("public_id", flat=True))


def _page(day: Day, as_list: bool) -> HttpResponse:
    version = last_version(day)
    content = version.content if version else {"sessions": [], "rooms": [], "partners": []}
    context = {
        "day": day,
        "version": version,
        "grids": grid.of_content(day, content, as_list=as_list),
        "sessions": [{**each, "slot": slot(each)} for each in content["sessions"]],
        "has_details": any(each["description"] or each["people"] for each in content["sessions"]),
        "partners": content["partners"],
        "full": _full(day),
        "as_list": as_list,
        "notice": _notice(day),
    }
    return public_response("events/programme/public_day.html", context)


def _notice(day: Day) -> str:
    """What someone who would like to come should know."""
    if day.state == DayState.OPEN and timezone.now() < day.starts_at:
        if day.admission == Admission.OPEN:
            return "Les inscriptions sont ouvertes à tous·tes : demandez votre lien personnel, qui arrive par courriel."
        return "Les inscriptions sont ouvertes, sur invitation : le lien personnel se trouve dans votre courriel d’invitation."
    return {
        DayState.PREPARING: "La journée se prépare : les inscriptions ne sont pas encore ouvertes.",
        DayState.OPEN: "La journée a commencé : les inscriptions sont closes.",
        DayState.CLOSED: "Les inscriptions sont closes.",
        DayState.PAST: "Cette journée a eu lieu.",
        DayState.ARCHIVED: "Cette journée a eu lieu.",
    }[DayState(day.state)]


def _calendar(day: Day) -> HttpResponse:
    return _file(programme_ics(day, last_version(day)), "text/calendar; charset=utf-8")


def _data(day: Day) -> HttpResponse:
    version: ProgrammeVersion | None = last_version(day)
    return _file(programme_json(day, version, _full(day)), "application/json; charset=utf-8")


def _file(body: bytes, content_type: str) -> HttpResponse:
    return HttpResponse(body, content_type=content_type)

"""The one entrance of people without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from labo_ess.links.registry import door
from labo_ess.links.services import opened
from labo_ess.throttle.addresses import client_address
from labo_ess.throttle.services import add_failure, failures

FAILURES_A_MINUTE = 20


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str, verb: str = "") -> HttpResponse:
    """Call the guest view of the link's kind; anything that opens nothing gets one neutral page.

    Only failures count against an address: a hundred guests behind one office's connection get through.
    """
    link = opened(token)
    entrance = door(link.kind) if link else None
    if link is None or entrance is None or not entrance.opens_something(link, request.method == "POST"):
        return _guarded(_refuse(request))
    request.secret_link = link  # type: ignore[attr-defined]
    return _guarded(entrance.answer(request, link, verb))


def gone(request: HttpRequest) -> HttpResponse:
    """The neutral page: the same bytes for wrong, revoked, expired and unknown. Features may answer it too."""
    return render(request, "links/gone.html", status=404)


def _refuse(request: HttpRequest) -> HttpResponse:
    who = client_address(request)
    if failures("links", who, 60) >= FAILURES_A_MINUTE:
        response = render(request, "links/too_many.html", status=429)
        response["Retry-After"] = "60"
        return response
    add_failure("links", who, 60)
    return gone(request)


def _guarded(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"  # no-referrer would make browsers post `Origin: null`, which Django refuses
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response

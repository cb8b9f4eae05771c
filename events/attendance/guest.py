"""The accueil page: a phone, a list, one tap. No account, no script."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render

from contacts.directory.exceptions import DirectoryRefusal
from events.attendance.exceptions import AttendanceRefused
from events.attendance.forms import WalkInForm
from events.attendance.permissions import desk_closes_at, desk_is_open, desk_opens_at, is_rehearsal
from events.attendance.querysets import attendees, turnout
from events.attendance.services import check_in, undo_check_in, walk_in
from events.days.models import Day
from events.registration.exceptions import RegistrationRefused
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import path

SHOWN = {"": "tout le monde", "attendues": "pas encore là", "presentes": "déjà là"}


@opens("accueil", label="Accueil de la journée")
def desk(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponse:
    """The list, and what is tapped on it."""
    day: Day = link.target
    if not desk_is_open(day):
        return _not_open(request, day)
    if request.method != "POST":
        return redirect(path(link)) if verb else _page(request, link, day, WalkInForm())
    act = ACTS.get(verb)
    if act is None:
        raise Http404
    return act(request, link, day)


def _check_in(request: HttpRequest, link: SecretLink, day: Day) -> HttpResponse:
    return _tapped(request, link, day, check_in)


def _undo(request: HttpRequest, link: SecretLink, day: Day) -> HttpResponse:
    return _tapped(request, link, day, undo_check_in)


def _tapped(request: HttpRequest, link: SecretLink, day: Day, act: Callable[..., Any]) -> HttpResponse:
    try:
        registration_id = UUID(request.POST.get("registration", ""))
    except ValueError:
        raise Http404 from None
    try:
        act(day=day, registration_id=registration_id, by=Actor.link(link))
    except AttendanceRefused as refusal:
        return _page(request, link, day, WalkInForm(), refusal=str(refusal), status=409)
    return _back(request, link, registration_id)


def _walk_in(request: HttpRequest, link: SecretLink, day: Day) -> HttpResponse:
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _page(request, link, day, form, status=422)
    try:
        registration = walk_in(day=day, by=Actor.link(link), **form.cleaned_data)
    except (AttendanceRefused, RegistrationRefused, DirectoryRefusal) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, link, day, form, status=422)
    return redirect(f"{path(link)}#p-{registration.public_id}")


ACTS = {"check_in": _check_in, "undo": _undo, "walk_in": _walk_in}


def _back(request: HttpRequest, link: SecretLink, registration_id: UUID) -> HttpResponse:
    """To the person on the same list: the search stays, the row is shown."""
    kept = {name: request.POST[name] for name in ("q", "liste") if request.POST.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(f"{path(link)}{query}#p-{registration_id}")


def _page(request: HttpRequest, link: SecretLink, day: Day, form: WalkInForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    query = request.GET if request.method == "GET" else request.POST
    text, shown = query.get("q", "")[:120], query.get("liste", "")
    people = attendees(day, text)
    if shown in ("attendues", "presentes"):
        people = [each for each in people if (each.present_since is not None) == (shown == "presentes")]
    context = {
        "day": day, "people": people, "turnout": turnout(day), "q": text, "shown": shown if shown in SHOWN else "", "tabs": SHOWN,
        "form": form, "refusal": refusal, "has_errors": status == 422, "token": get_token(request), "rehearsal": is_rehearsal(day),
        "here": path(link), "check_in": path(link, "check_in"), "undo": path(link, "undo"), "walk_in": path(link, "walk_in"),
    }  # fmt: skip
    return render(request, "events/attendance/guest/desk.html", context, status=status)


def _not_open(request: HttpRequest, day: Day) -> HttpResponse:
    context = {"day": day, "opens_at": desk_opens_at(day), "closes_at": desk_closes_at(day)}
    return render(request, "events/attendance/guest/not_open.html", context, status=409 if request.method == "POST" else 200)

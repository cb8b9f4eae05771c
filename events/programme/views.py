"""Pages of staff on the programme: the grid, its sessions, a release."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from events.days.models import Day
from events.days.views import visible_day
from events.programme import grid
from events.programme.exceptions import ProgrammeRefused
from events.programme.exports import changes_between, freeze
from events.programme.forms import MoveForm, ReleaseForm, SessionForm
from events.programme.models import Session
from events.programme.permissions import can_edit_programme
from events.programme.querysets import clashes, last_version, overlapping_ateliers
from events.programme.services import add_session, edit_session, move_session, release, remove_session
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.choices.services import label
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


@require_GET
@readers_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as it stands, on a grid or as a list (`?vue=liste`), with what does not fit."""
    day = visible_day(request, slug)
    sessions = list(day.sessions.with_people().in_order())
    warnings = clashes(day, sessions)
    version = last_version(day)
    as_list = request.GET.get("vue") == "liste"
    context = {
        "day": day,
        "count": len(sessions),
        "grids": grid.of_sessions(day, sessions, warnings, as_list=as_list),
        "clashing": [(session, warnings[session.pk]) for session in sessions if session.pk in warnings],
        "version": version,
        "changes": changes_between(version.content if version else None, freeze(day)),
        "as_list": as_list,
        "can_edit": can_edit_programme(request.user, day),
    }
    return render_page(request, "events/programme/edit.html", context)


def _session(day: Day, public_id: UUID) -> Session:
    """A session of this day, with its people; 404 else."""
    session = get_object_or_404(day.sessions.with_people(), public_id=public_id)
    session.day = day
    return session


@require_GET
@readers_only
def session_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One session: when, where, who, and what does not fit."""
    day = visible_day(request, slug)
    session = _session(day, public_id)
    sessions = list(day.sessions.with_people().in_order())
    context = {
        "day": day,
        "session": session,
        "kind": label("session_kind", session.kind),
        "roles": list(session.roles.all()),
        "warnings": clashes(day, sessions).get(session.pk, []),
        "parallel": overlapping_ateliers(sessions).get(session.pk, []),
        "can_edit": can_edit_programme(request.user, day),
    }
    return render_page(request, "events/programme/session.html", context)


@require_http_methods(["GET", "POST"])
@team_only
def session_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a session."""
    day = visible_day(request, slug)
    form = SessionForm(request.POST or None, day=day)
    if request.method == "POST" and form.is_valid():
        try:
            session = add_session(day, by=Actor.of(request), **form.cleaned_data)
        except ProgrammeRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La séance « {session} » est ajoutée. Le public la verra à la prochaine version."))
            return redirect("events:programme:session", day.slug, session.public_id)
    return render_page(request, "events/programme/session_form.html", {"day": day, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def session_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Change a session."""
    day = visible_day(request, slug)
    session = _session(day, public_id)
    form = SessionForm(request.POST or None, instance=session, day=day)
    if request.method == "POST" and form.is_valid():
        try:
            edit_session(session, by=Actor.of(request), **form.changes())
        except ProgrammeRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La séance est enregistrée. Le public verra le changement à la prochaine version."))
            return redirect("events:programme:session", day.slug, session.public_id)
    context = {"day": day, "session": session, "form": form}
    return render_page(request, "events/programme/session_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def session_move(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Another hour, room or day; the twin of dragging."""
    day = visible_day(request, slug)
    session = _session(day, public_id)
    form = MoveForm(request.POST or None, instance=session, day=day)
    if request.method == "POST" and form.is_valid():
        try:
            move_session(session, by=Actor.of(request), **form.cleaned_data)
        except ProgrammeRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La séance « {session} » est déplacée. Le public le verra à la prochaine version."))
            return redirect("events:programme:edit", day.slug)
    context = {"day": day, "session": session, "form": form}
    return render_page(request, "events/programme/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def session_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask, then remove a session; one that people chose stays."""
    day = visible_day(request, slug)
    session = _session(day, public_id)
    back = reverse("events:programme:session", args=[day.slug, session.public_id])
    if request.method == "POST":
        try:
            remove_session(session, by=Actor.of(request))
        except ProgrammeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        messages.success(request, typo_fr(f"La séance « {session} » est supprimée. Le public le verra à la prochaine version."))
        return redirect("events:programme:edit", day.slug)
    context = {"day": day, "question": f"Supprimer la séance « {session} » ?", "button": "Supprimer la séance", "back": back}
    context["explanation"] = "Les rôles des personnes dans cette séance sont retirés avec elle. Cela ne se défait pas."
    return render_page(request, "events/days/confirm.html", context)


@require_http_methods(["GET", "POST"])
@team_only
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """« Publier le programme »: what is new, moved or cancelled since the last version, then the button."""
    day = visible_day(request, slug)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = release(day, by=Actor.of(request), note=form.cleaned_data["note"])
        except ProgrammeRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La version {version.number} du programme est publiée."))
            return redirect("events:programme:edit", day.slug)
    version, content = last_version(day), freeze(day)
    context = {
        "day": day,
        "form": form,
        "version": version,
        "content": content,
        "changes": changes_between(version.content if version else None, content),
        "next_number": version.number + 1 if version else 1,
        "unsure": _unsure(day),
    }
    return render_page(request, "events/programme/release.html", context, status=422 if form.errors else 200)


def _unsure(day: Day) -> int:
    """How many people did not confirm yet: the public will not read their names."""
    sessions = day.sessions.with_people()
    return sum(role.state == "pressenti" for session in sessions for role in session.roles.all())

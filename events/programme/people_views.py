"""Pages of staff on the people in a session."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contacts.directory.models import Person
from events.days.views import visible_day
from events.programme.exceptions import ProgrammeRefused
from events.programme.forms import PersonForm, RoleForm
from events.programme.models import SessionRole
from events.programme.services import add_person, edit_person, remove_person
from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page

FOUND = 12


@require_http_methods(["GET", "POST"])
@team_only
def person_add(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Search the directory (`?q=`), then give someone found a role in the session."""
    day = visible_day(request, slug)
    session = get_object_or_404(day.sessions.select_related("day", "room"), public_id=public_id)
    query = request.GET.get("q", "").strip()[:200]
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, organisation, title = form.cleaned_data["person"]
        details = {"role": form.cleaned_data["role"], "state": form.cleaned_data["state"]}
        try:
            add_person(session, person, by=Actor.of(request), organisation=organisation, title=title, **details)
        except ProgrammeRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"{person} est ajouté·e à « {session} »."))
            return redirect("events:programme:session", day.slug, session.public_id)
    found = list(Person.objects.visible_to(request.user).search(query).with_positions()[: FOUND + 1]) if query else []
    context = {"day": day, "session": session, "form": form, "query": query, "chosen": request.POST.get("person", "")}
    context |= {"found": found[:FOUND], "more": len(found) > FOUND, "count": len(found[:FOUND])}
    return render_page(request, "events/programme/person_add.html", context, status=422 if form.errors else 200)


def _role(request: HttpRequest, slug: str, public_id: UUID) -> SessionRole:
    """A role in a session of this day; 404 else."""
    day = visible_day(request, slug)
    roles = SessionRole.objects.select_related("session__day__cycle", "person", "organisation")
    return get_object_or_404(roles.filter(session__day=day), public_id=public_id)


@require_http_methods(["GET", "POST"])
@team_only
def person_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Change a role: what, « au titre de », how sure."""
    role = _role(request, slug, public_id)
    form = RoleForm(request.POST or None, instance=role)
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(role, by=Actor.of(request), **form.cleaned_data)
        except ProgrammeRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"Le rôle de {role.person} est enregistré."))
            return redirect("events:programme:session", slug, role.session.public_id)
    context = {"day": role.session.day, "session": role.session, "role": role, "form": form}
    return render_page(request, "events/programme/person_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def person_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask, then take someone out of a session."""
    role = _role(request, slug, public_id)
    back = reverse("events:programme:session", args=[slug, role.session.public_id])
    if request.method == "POST":
        remove_person(role, by=Actor.of(request))
        messages.success(request, typo_fr(f"{role.person} n’a plus ce rôle dans « {role.session} »."))
        return redirect(back)
    context = {
        "day": role.session.day,
        "question": f"Retirer {role.person} de « {role.session} » ?",
        "explanation": "La personne reste au répertoire. Le public lira le changement à la prochaine version du programme.",
        "button": "Retirer la personne",
        "back": back,
    }
    return render_page(request, "events/days/confirm.html", context)

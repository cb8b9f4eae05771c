"""Pages of staff on the partner organisations of a day and its rooms."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from contacts.directory.models import Organisation
from events.days.exceptions import DayRefused
from events.days.forms import LogoForm, PartnerForm, RoomForm
from events.days.models import Day
from events.days.permissions import can_edit_day
from events.days.services import (
    add_partner,
    add_room,
    edit_room,
    move_partner,
    move_room,
    remove_partner,
    remove_room,
    set_logo,
)
from events.days.views import visible_day
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.documents.uploads import store
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page

FOUND = 12


def _writer(request: HttpRequest, day: Day) -> bool:
    """Whether this person may write; a POST by someone who may not is refused."""
    allowed = can_edit_day(request.user, day)
    if request.method == "POST" and not allowed:
        raise PermissionDenied
    return allowed


@require_http_methods(["GET", "POST"])
@readers_only
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisations that make the day, and a search in the directory to add one."""
    day = visible_day(request, slug)
    can_edit = _writer(request, day)
    query = request.GET.get("q", "").strip()[:200]
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            partner = add_partner(day, form.cleaned_data["organisation"], form.cleaned_data["role"], by=Actor.of(request))
        except DayRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"{partner.organisation} est ajouté·e aux partenaires."))
            return redirect("events:days:partners", day.slug)
    found = list(Organisation.objects.visible_to(request.user).search(query)[: FOUND + 1]) if query and can_edit else []
    rows = list(day.partners.select_related("organisation__logo"))
    context = {"day": day, "rows": rows, "count": len(rows), "can_edit": can_edit, "form": form, "query": query}
    context |= {"found": found[:FOUND], "more": len(found) > FOUND, "chosen": request.POST.get("organisation", "")}
    return render_page(request, "events/days/partners.html", context, status=422 if form.errors else 200)


@require_POST
@team_only
def partner_move(request: HttpRequest, slug: str, public_id: UUID, up: bool) -> HttpResponse:
    """One place up or down."""
    day = visible_day(request, slug)
    move_partner(get_object_or_404(day.partners.all(), public_id=public_id), by=Actor.of(request), up=up)
    return redirect("events:days:partners", day.slug)


@require_http_methods(["GET", "POST"])
@team_only
def partner_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask, then take a partner away."""
    day = visible_day(request, slug)
    partner = get_object_or_404(day.partners.select_related("organisation", "day"), public_id=public_id)
    if request.method == "POST":
        remove_partner(partner, by=Actor.of(request))
        messages.success(request, typo_fr(f"{partner.organisation} n’est plus partenaire de la journée ; sa fiche reste au répertoire."))
        return redirect("events:days:partners", day.slug)
    context = {
        "day": day,
        "question": f"Retirer {partner.organisation} des partenaires ?",
        "explanation": "La structure garde sa fiche au répertoire et son logo. La page publique change à la prochaine version du programme.",
        "button": "Retirer la structure",
        "back": reverse("events:days:partners", args=[day.slug]),
    }
    return render_page(request, "events/days/confirm.html", context)


@require_http_methods(["GET", "POST"])
@team_only
def partner_logo(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Put or replace the logo of a partner organisation."""
    day = visible_day(request, slug)
    partner = get_object_or_404(day.partners.select_related("organisation__logo", "day"), public_id=public_id)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by = Actor.of(request)
        set_logo(partner, store(form.cleaned_data["logo"], kind="logo", by=by), by=by)
        messages.success(request, typo_fr(f"Le logo de {partner.organisation} est enregistré."))
        return redirect("events:days:partners", day.slug)
    return render_page(request, "events/days/logo.html", {"day": day, "partner": partner, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@readers_only
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The rooms of the place, in the order of the grid."""
    day = visible_day(request, slug)
    can_edit = _writer(request, day)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            room = add_room(day, by=Actor.of(request), **form.cleaned_data)
        except DayRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La salle « {room} » est ajoutée."))
            return redirect("events:days:rooms", day.slug)
    rows = list(day.rooms.all())
    context = {"day": day, "rows": rows, "count": len(rows), "form": form, "can_edit": can_edit}
    return render_page(request, "events/days/rooms.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def room_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Change a room."""
    day = visible_day(request, slug)
    room = get_object_or_404(day.rooms.all(), public_id=public_id)
    form = RoomForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        try:
            edit_room(room, by=Actor.of(request), **form.cleaned_data)
        except DayRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La salle est enregistrée."))
            return redirect("events:days:rooms", day.slug)
    return render_page(request, "events/days/room_form.html", {"day": day, "room": room, "form": form}, status=422 if form.errors else 200)


@require_POST
@team_only
def room_move(request: HttpRequest, slug: str, public_id: UUID, up: bool) -> HttpResponse:
    """One column left or right on the grid."""
    day = visible_day(request, slug)
    move_room(get_object_or_404(day.rooms.all(), public_id=public_id), by=Actor.of(request), up=up)
    return redirect("events:days:rooms", day.slug)


@require_http_methods(["GET", "POST"])
@team_only
def room_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask, then remove a room where nothing takes place."""
    day = visible_day(request, slug)
    room = get_object_or_404(day.rooms.all(), public_id=public_id)
    back = reverse("events:days:rooms", args=[day.slug])
    if request.method == "POST":
        try:
            remove_room(room, by=Actor.of(request))
            messages.success(request, typo_fr(f"La salle « {room} » est supprimée."))
        except DayRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    context = {"day": day, "question": f"Supprimer la salle « {room} » ?", "button": "Supprimer la salle", "back": back}
    context["explanation"] = "Une salle où une séance a lieu ne se supprime pas : changez d’abord la séance de salle."
    return render_page(request, "events/days/confirm.html", context)

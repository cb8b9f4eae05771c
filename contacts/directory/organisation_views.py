"""Pages of organisations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.directory import lists, services
from contacts.directory.forms import OrganisationForm
from contacts.directory.matching import organisation_lookalikes
from contacts.directory.models import Organisation, Position
from contacts.directory.permissions import can_edit_directory, can_see_addresses
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.choices.services import label
from labo_ess.documents.enums import LOGO
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.uploads import store
from labo_ess.lists.page import Empty
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page, undo_toast

EMPTY = "Les structures que la maison connaît : associations, coopératives, collectivités, Cress, financeurs."


@require_GET
@readers_only
def organisations(request: HttpRequest) -> HttpResponse:
    """The list of organisations."""
    can_edit = can_edit_directory(request.user)
    empty = Empty(EMPTY)
    if can_edit:
        new = reverse("contacts:directory:organisation_new")
        empty = Empty(EMPTY, ("Créer une structure", new), ("Importer un fichier", reverse("contacts:importing:new")))
    return lists.ORGANISATIONS.respond(
        request,
        lists.organisation_rows(request.user),
        template="contacts/directory/organisations.html",
        context={"can_edit": can_edit},
        can_export=can_edit,
        empty=empty,
    )


@require_GET
@readers_only
def organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The fiche of an organisation."""
    rows = Organisation.objects.visible_to(request.user).select_related("region", "department", "epci", "commune", "logo").prefetch_related("themes")
    found = get_object_or_404(rows, public_id=public_id)
    people = Position.objects.filter(organisation=found, person__trashed_at__isnull=True).select_related("person").order_by("person__sort_text", "pk")
    near = organisation_lookalikes(name=found.name, siren=found.siren, rna=found.rna, other_than=found) if found.resembles else []
    context = {
        "organisation": found,
        "legal_form": label("legal_form", found.legal_form) if found.legal_form else "",
        "people": people[:200],
        "people_count": people.count(),
        "near": near,
        "history": history(found, limit=30),
        "can_edit": can_edit_directory(request.user),
        "show_addresses": can_see_addresses(request.user),
    }
    return render_page(request, "contacts/directory/organisation.html", context)


@require_http_methods(["GET", "POST"])
@team_only
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Make an organisation; when one resembles, ask once before making a second fiche."""
    cancel = reverse("contacts:directory:organisations")
    form = OrganisationForm(request.POST or None, request.FILES or None, cancel=cancel)
    near: list[Organisation] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        near = organisation_lookalikes(name=data["name"], siren=data["siren"], rna=data["rna"])
        logo = _logo(request, form)
        if form.is_valid() and (not near or data["create_anyway"]):
            made = services.create_organisation(by=Actor.of(request), **form.values(), **logo)
            _said(request, form, f"La fiche de {made.name} est créée.")
            return redirect(made)
        if near and not form.errors:
            form = OrganisationForm(request.POST, warned=True, cancel=cancel)
    context = {"form": form, "near": near, "heading": "Nouvelle structure"}
    return render_page(request, "contacts/directory/organisation_form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@team_only
def organisation_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change what the fiche says."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user).prefetch_related("themes"), public_id=public_id)
    form = OrganisationForm(request.POST or None, request.FILES or None, organisation=found, cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        logo = _logo(request, form)
        if not form.errors:
            services.edit_organisation(organisation=found, by=Actor.of(request), **form.values(), **logo)
            _said(request, form, "La fiche est enregistrée.")
            return redirect(found)
    context = {"form": form, "organisation": found, "heading": f"Modifier la fiche de {found.name}"}
    return render_page(request, "contacts/directory/organisation_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@team_only
def organisation_trash(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Into the Corbeille, with « Annuler »."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    services.put_organisation_in_trash(organisation=found, by=Actor.of(request))
    undo_toast(request, typo_fr(f"La fiche de {found.name} est à la corbeille."), reverse("revisions:restore", args=["organisation", public_id]))
    return redirect("contacts:directory:organisations")


@require_POST
@team_only
def organisations_trash(request: HttpRequest) -> HttpResponse:
    """The selection into the Corbeille, with one « Annuler » for all."""
    chosen = list(lists.ORGANISATIONS.selected(request, Organisation.objects.visible_to(request.user)))
    for each in chosen:
        services.put_organisation_in_trash(organisation=each, by=Actor.of(request))
    if not chosen:
        messages.warning(request, typo_fr("Aucune structure n’était sélectionnée : rien n’a changé."))
        return redirect("contacts:directory:organisations")
    request.session["organisations_trashed"] = [str(each.public_id) for each in chosen]
    words = plural(len(chosen), "structure est à la corbeille", "structures sont à la corbeille")
    undo_toast(request, f"{words}.", reverse("contacts:directory:organisations_restore"))
    return redirect("contacts:directory:organisations")


@require_POST
@team_only
def organisations_restore(request: HttpRequest) -> HttpResponse:
    """Undo the last « Mettre à la corbeille » of this session."""
    ids = request.session.pop("organisations_trashed", [])
    restored = services.restore_organisations(organisations=list(Organisation.objects.trashed().filter(public_id__in=ids)), by=Actor.of(request))
    messages.success(request, f"{plural(restored, 'structure est revenue', 'structures sont revenues')} dans le répertoire.")
    return redirect("contacts:directory:organisations")


@require_POST
@team_only
def organisation_settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """« Ce n’est pas la même structure. »"""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    services.settle_organisation(organisation=found, by=Actor.of(request))
    messages.success(request, typo_fr("C’est noté : cette fiche n’est plus à rapprocher."))
    return redirect(found)


def _logo(request: HttpRequest, form: OrganisationForm) -> dict[str, Any]:
    """The logo that was given, drawn anew; a file that is no image is an error of the form."""
    given = form.cleaned_data.get("logo_file")
    if not given:
        return {}
    try:
        return {"logo": store(given, LOGO, by=Actor.of(request))}
    except UnreadableFile as refusal:
        form.add_error("logo_file", str(refusal))
        return {}


def _said(request: HttpRequest, form: OrganisationForm, words: str) -> None:
    messages.success(request, typo_fr(words))
    for doubt in form.doubts:
        messages.warning(request, doubt)

"""Pages of lists."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.directory.lists import PERSONS, PERSONS_READ, person_rows, persons_page
from contacts.directory.models import Person
from contacts.directory.permissions import can_export_directory, can_see_addresses
from contacts.segments import services
from contacts.segments.exceptions import ListNameTaken
from contacts.segments.forms import ChooseListForm, ListForm
from contacts.segments.models import ContactList
from contacts.segments.permissions import can_edit_lists
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.lists.page import BulkAction, Column, Empty, ListPage
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page, undo_toast

EMPTY = "Une liste garde des personnes choisies : les invité·e·s d’une journée, les membres d’un réseau."
LISTS = ListPage(
    name="contact_lists",
    plural="listes",
    order="name",
    columns=[
        Column("nom", "Nom", value="name", link=lambda row: row.get_absolute_url(), sub="note"),
        Column("personnes", "Personnes", value="members_count", sort="members_count", numeric=True),
        Column("faite", "Faite le", value="created_at", sort="created_at"),
    ],
)
_REMOVE = [BulkAction("remove", "Retirer de la liste", "contacts:segments:remove", "x", can_edit_lists)]
MEMBERS_READ = ListPage(
    name="list_members_read",
    plural="personnes",
    search=PERSONS_READ.search,
    placeholder=PERSONS_READ.placeholder,
    order="sort_text",
    columns=PERSONS_READ.columns,
)
MEMBERS = ListPage(
    name="list_members",
    plural="personnes",
    search=PERSONS.search,
    placeholder=PERSONS.placeholder,
    order="sort_text",
    filename="liste",
    columns=PERSONS.columns,
    bulk=_REMOVE,
)


@require_GET
@readers_only
def lists(request: HttpRequest) -> HttpResponse:
    """Every list, with how many persons it holds."""
    can_edit = can_edit_lists(request.user)
    empty = Empty(EMPTY, ("Créer une liste", reverse("contacts:segments:new") + "?vide=1") if can_edit else None)
    rows = ContactList.objects.visible_to(request.user).with_counts()
    return LISTS.respond(request, rows, template="contacts/segments/lists.html", context={"can_edit": can_edit}, empty=empty)


@require_GET
@readers_only
def contact_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The persons of a list."""
    found = get_object_or_404(ContactList.objects.visible_to(request.user), public_id=public_id)
    can_edit = can_edit_lists(request.user)
    page = MEMBERS if can_see_addresses(request.user) else MEMBERS_READ
    directory = ("Ouvrir le répertoire", reverse("contacts:directory:persons"))
    empty = Empty("Cette liste est vide. Ajoutez-y des personnes depuis le répertoire.", directory)
    return page.respond(
        request,
        _members(request, found),
        template="contacts/segments/list.html",
        context={"contact_list": found, "can_edit": can_edit, "history": history(found, limit=20)},
        can_export=can_export_directory(request.user),
        empty=empty,
    )


@require_http_methods(["GET", "POST"])
@team_only
def new(request: HttpRequest) -> HttpResponse:
    """A list of what the directory's filters show (the address carries them), or an empty one (`vide`)."""
    everyone = request.method == "GET" and "vide" not in request.GET
    initial = {"tout": "1" if everyone else "", "filtre": request.GET.urlencode() if everyone else ""}
    form = ListForm(request.POST or None, initial=initial, submit="Créer la liste", cancel=reverse("contacts:segments:lists"))
    chosen = _chosen(request, everyone)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.create_list(name=data["name"], note=data["note"], persons=chosen, by=Actor.of(request))
        except ListNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, typo_fr(f"La liste « {made.name} » est faite : {plural(made.members.count(), 'personne', 'personnes')}."))
            return redirect(made)
    context = {"form": form, "count": chosen.count(), "heading": "Nouvelle liste"}
    return render_page(request, "contacts/segments/list_form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@team_only
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rename a list."""
    found = get_object_or_404(ContactList.objects.visible_to(request.user), public_id=public_id)
    initial = {"name": found.name, "note": found.note}
    form = ListForm(request.POST or None, initial=initial, submit="Enregistrer la liste", cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_list(contact_list=found, name=form.cleaned_data["name"], note=form.cleaned_data["note"], by=Actor.of(request))
        except ListNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, typo_fr("La liste est enregistrée."))
            return redirect(found)
    context = {"form": form, "contact_list": found, "heading": "Renommer la liste"}
    return render_page(request, "contacts/segments/list_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@team_only
def add(request: HttpRequest) -> HttpResponse:
    """The selection of the directory into a list: first ask which, then put."""
    chosen = persons_page(request.user).selected(request, Person.objects.visible_to(request.user))
    count = chosen.count()
    if not count:
        messages.warning(request, typo_fr("Aucune personne n’était sélectionnée : rien n’a changé."))
        return redirect("contacts:directory:persons")
    asked = "choose" in request.POST
    form = ChooseListForm(request.POST if asked else None)
    if asked and form.is_valid():
        try:
            target, added = _put(form, chosen, Actor.of(request))
        except ListNameTaken as refusal:
            form.add_error("new_name", str(refusal))
        else:
            words = plural(added, "personne ajoutée", "personnes ajoutées")
            already = plural(count - added, "y était déjà", "y étaient déjà")
            messages.success(request, typo_fr(f"{words} à la liste « {target.name} »{f' ; {already}' if count > added else ''}."))
            return redirect(target)
    carried = {name: request.POST.get(name, "") for name in ("tout", "filtre")}
    context = {"form": form, "count": count, "ids": request.POST.getlist("id"), **carried}
    return render_page(request, "contacts/segments/choose_list.html", context, status=422 if asked else 200)


@require_POST
@team_only
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the selection off the list."""
    found = get_object_or_404(ContactList.objects.visible_to(request.user), public_id=public_id)
    removed = services.remove_from_list(contact_list=found, persons=MEMBERS.selected(request, _members(request, found)), by=Actor.of(request))
    messages.success(request, typo_fr(f"{plural(removed, 'personne retirée', 'personnes retirées')} de la liste."))
    return redirect(found)


@require_POST
@team_only
def trash(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list into the Corbeille, with « Annuler »."""
    found = get_object_or_404(ContactList.objects.visible_to(request.user), public_id=public_id)
    services.put_list_in_trash(contact_list=found, by=Actor.of(request))
    address = reverse("revisions:restore", args=["contactlist", public_id])
    undo_toast(request, typo_fr(f"La liste « {found.name} » est à la corbeille ; ses personnes restent dans le répertoire."), address)
    return redirect("contacts:segments:lists")


def _members(request: HttpRequest, found: ContactList) -> QuerySet:
    return person_rows(request.user).filter(list_memberships__contact_list=found)


def _chosen(request: HttpRequest, everyone: bool) -> QuerySet:
    """The persons that the new list would hold."""
    rows = Person.objects.visible_to(request.user)
    page = persons_page(request.user)
    if everyone:
        reading = page.read(QueryDict(request.GET.urlencode()), rows)
        return rows.none() if reading.refused else reading.rows()
    return page.selected(request, rows)


def _put(form: ChooseListForm, chosen: QuerySet, by: Actor) -> tuple[ContactList, int]:
    target = form.cleaned_data["contact_list"]
    if target is None:
        target = services.create_list(name=form.cleaned_data["new_name"], persons=chosen, by=by)
        return target, target.members.count()
    return target, services.add_to_list(contact_list=target, persons=chosen, by=by)

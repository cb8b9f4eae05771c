"""Pages of persons."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.directory import lists, services
from contacts.directory.exceptions import DirectoryRefusal
from contacts.directory.forms import NewPersonForm, PersonForm, PositionForm, ReachForm
from contacts.directory.matching import lookalikes
from contacts.directory.models import Person, Position
from contacts.directory.permissions import can_edit_directory, can_export_directory, can_see_addresses
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.lists.page import Empty
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page, undo_toast

EMPTY = "Les personnes que la maison connaît : élu·e·s, agent·e·s, membres de structures, porteur·euse·s de projets."


@require_GET
@readers_only
def persons(request: HttpRequest) -> HttpResponse:
    """The list of persons."""
    can_edit = can_edit_directory(request.user)
    empty = Empty(EMPTY)
    if can_edit:
        new = reverse("contacts:directory:person_new")
        empty = Empty(EMPTY, ("Créer une fiche", new), ("Importer un fichier", reverse("contacts:importing:new")))
    return lists.persons_page(request.user).respond(
        request,
        lists.person_rows(request.user),
        template="contacts/directory/persons.html",
        context={"can_edit": can_edit, "query": request.GET.urlencode()},
        can_export=can_export_directory(request.user),
        empty=empty,
    )


@require_GET
@readers_only
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The fiche of a person."""
    found = get_object_or_404(_person_rows(request), public_id=public_id)
    context = _fiche(request, found) | {"position_form": PositionForm(action=reverse("contacts:directory:position_add", args=[public_id]))}
    return render_page(request, "contacts/directory/person.html", context)


@require_http_methods(["GET", "POST"])
@team_only
def person_new(request: HttpRequest) -> HttpResponse:
    """Make a person; when someone resembles, ask once before making a second fiche."""
    cancel = reverse("contacts:directory:persons")
    form = NewPersonForm(request.POST or None, cancel=cancel, initial={"last_name": request.GET.get("nom", "")[:120]})
    near: list[Person] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        near = lookalikes(first_name=data["first_name"], last_name=data["last_name"], email=data["email"], phone=data["phone"])
        if not near or data["create_anyway"]:
            made = services.create_person(by=Actor.of(request), **form.values())
            messages.success(request, typo_fr(f"La fiche de {made.name} est créée."))
            return redirect(made)
        form = NewPersonForm(request.POST, warned=True, cancel=cancel)
    context = {"form": form, "near": near, "heading": "Nouvelle personne", "show_addresses": True}
    return render_page(request, "contacts/directory/person_form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@team_only
def person_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change what a fiche says."""
    found = get_object_or_404(_person_rows(request), public_id=public_id)
    form = PersonForm(request.POST or None, person=found, cancel=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        services.edit_person(person=found, by=Actor.of(request), **form.values())
        messages.success(request, "La fiche est enregistrée.")
        return redirect(found)
    context = {"form": form, "person": found, "heading": f"Modifier la fiche de {found.name}"}
    return render_page(request, "contacts/directory/person_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@team_only
def person_trash(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Into the Corbeille, with « Annuler »."""
    found = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    services.put_in_trash(person=found, by=Actor.of(request))
    undo_toast(request, typo_fr(f"La fiche de {found.name} est à la corbeille."), reverse("revisions:restore", args=["person", public_id]))
    return redirect("contacts:directory:persons")


@require_POST
@team_only
def persons_trash(request: HttpRequest) -> HttpResponse:
    """The selection into the Corbeille, with one « Annuler » for all."""
    chosen = list(lists.persons_page(request.user).selected(request, Person.objects.visible_to(request.user)))
    if not chosen:
        messages.warning(request, typo_fr("Aucune personne n’était sélectionnée : rien n’a changé."))
        return redirect("contacts:directory:persons")
    services.put_many_in_trash(persons=chosen, by=Actor.of(request))
    request.session["persons_trashed"] = [str(each.public_id) for each in chosen]
    words = plural(len(chosen), "fiche est à la corbeille", "fiches sont à la corbeille")
    undo_toast(request, f"{words}.", reverse("contacts:directory:persons_restore"))
    return redirect("contacts:directory:persons")


@require_POST
@team_only
def persons_restore(request: HttpRequest) -> HttpResponse:
    """Undo the last « Mettre à la corbeille » of this session."""
    ids = request.session.pop("persons_trashed", [])
    restored = services.restore_many(persons=list(Person.objects.trashed().filter(public_id__in=ids)), by=Actor.of(request))
    words = plural(restored, "fiche est de nouveau dans le répertoire", "fiches sont de nouveau dans le répertoire")
    messages.success(request, f"{words}.")
    return redirect("contacts:directory:persons")


@require_POST
@team_only
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """« Ce n’est pas la même personne. »"""
    found = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    services.settle_resemblance(person=found, by=Actor.of(request))
    messages.success(request, typo_fr("C’est noté : cette fiche n’est plus à rapprocher."))
    return redirect(found)


@require_POST
@team_only
def reach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add, remove or promote an address or a phone."""
    found = get_object_or_404(_person_rows(request), public_id=public_id)
    form = ReachForm(request.POST)
    if form.is_valid():
        try:
            said = _reach(found, form.cleaned_data["act"], form.cleaned_data["value"], Actor.of(request))
        except DirectoryRefusal as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, typo_fr(said))
            return redirect(found)
    else:
        form.add_error(None, typo_fr("Écrivez une adresse ou un numéro, puis recommencez."))
    context = _fiche(request, found) | {"reach_form": form, "reach_act": request.POST.get("act", "")}
    context["position_form"] = PositionForm(action=reverse("contacts:directory:position_add", args=[public_id]))
    return render_page(request, "contacts/directory/person.html", context, status=422)


def _reach(found: Person, act: str, value: str, by: Actor) -> str:
    """Do it; what is said afterwards."""
    if act == "add_email":
        services.add_email(person=found, address=value, by=by)
        return f"L’adresse {value} est ajoutée."
    if act == "add_phone":
        services.add_phone(person=found, raw=value, by=by)
        return f"Le numéro {value} est ajouté."
    if act == "remove_phone":
        for phone in found.phones.filter(raw=value)[:1]:
            services.remove_phone(person=found, phone=phone, by=by)
        return f"Le numéro {value} est retiré."
    for email in found.emails.filter(address=value)[:1]:
        if act == "main_email":
            services.set_main_email(person=found, email=email, by=by)
            return f"Les messages iront à {value}."
        services.remove_email(person=found, email=email, by=by)
    return f"L’adresse {value} est retirée."


@require_POST
@team_only
def position_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One more position."""
    found = get_object_or_404(_person_rows(request), public_id=public_id)
    form = PositionForm(request.POST, action=reverse("contacts:directory:position_add", args=[public_id]))
    if form.is_valid():
        services.add_position(person=found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, typo_fr("La fonction est ajoutée."))
        return redirect(found)
    return render_page(request, "contacts/directory/person.html", _fiche(request, found) | {"position_form": form}, status=422)


@require_http_methods(["GET", "POST"])
@team_only
def position_edit(request: HttpRequest, public_id: UUID, position_id: UUID) -> HttpResponse:
    """Correct a position, or say when it ended."""
    position = get_object_or_404(Position.objects.select_related("person", "organisation"), public_id=position_id, person__public_id=public_id)
    form = PositionForm(request.POST or None, position=position, cancel=position.person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        name, by = data.pop("organisation_name"), Actor.of(request)
        if name and (position.organisation is None or position.organisation.name != name):
            data["organisation"] = services.find_or_create_organisation(name=name, by=by)
        elif not name:
            data["organisation"] = None
        services.edit_position(position=position, by=by, **data)
        messages.success(request, typo_fr("La fonction est enregistrée."))
        return redirect(position.person)
    context = {"form": form, "person": position.person, "heading": "Modifier une fonction", "position": position}
    return render_page(request, "contacts/directory/position_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@team_only
def position_remove(request: HttpRequest, public_id: UUID, position_id: UUID) -> HttpResponse:
    """Take off a position entered by mistake."""
    position = get_object_or_404(Position.objects.select_related("person", "organisation"), public_id=position_id, person__public_id=public_id)
    services.remove_position(position=position, by=Actor.of(request))
    messages.success(request, typo_fr("La fonction est retirée."))
    return redirect(position.person)


def _person_rows(request: HttpRequest):  # type: ignore[no-untyped-def]
    rows = Person.objects.visible_to(request.user).select_related("region", "department", "epci", "commune")
    return rows.with_positions().prefetch_related("phones", "themes")


def _fiche(request: HttpRequest, found: Person) -> dict[str, object]:
    """What the page of a person shows."""
    near: list[Person] = []
    if found.resembles and can_edit_directory(request.user):
        email = next((each.address for each in found.emails.all()), "")
        phone = next((each.raw for each in found.phones.all()), "")
        near = lookalikes(first_name=found.first_name, last_name=found.last_name, email=email, phone=phone, other_than=found)
    return {
        "person": found,
        "near": near,
        "reach_form": ReachForm(),
        "history": history(found, limit=30),
        "can_edit": can_edit_directory(request.user),
        "show_addresses": can_see_addresses(request.user),
    }

"""The two lists of the directory. Lecture sees neither addresses nor phones, and does not search by them."""

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from contacts.directory.models import Organisation, Person
from contacts.directory.permissions import can_edit_directory, can_see_addresses
from contacts.reference.models import Department, Region, Theme
from labo_ess.choices.services import label, options
from labo_ess.db import matching
from labo_ess.lists import criteria
from labo_ess.lists.criteria import Criterion
from labo_ess.lists.page import BulkAction, Column, ListPage, Status
from labo_ess.text.search import search_key

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def _title(person: Person) -> str:
    return person.main_position.title if person.main_position else ""


def _organisation(person: Person) -> str:
    position = person.main_position
    return position.organisation.name if position and position.organisation else ""


def _organisation_address(person: Person) -> str:
    position = person.main_position
    return position.organisation.get_absolute_url() if position and position.organisation and not position.organisation.is_trashed else ""


def _email(person: Person) -> str:
    return next((each.address for each in person.emails.all()), "")


def _doubt(row: Person | Organisation) -> Status | str:
    return Status("wait", "À rapprocher") if row.resembles else ""


def _search_for_readers(rows: QuerySet, text: str) -> QuerySet:
    """By name, title and organisation: an address must not be found out by searching for it."""
    for word in search_key(text).split():
        rows = criteria.within(
            rows,
            Q(sort_text__contains=word) | Q(positions__search_text__contains=word) | Q(positions__organisation__sort_text__contains=word),
        )
    return rows


def _organisation_text() -> Criterion:
    def apply(rows: QuerySet, text: str) -> QuerySet:
        found = matching(Organisation.objects.alive(), text).values("pk")
        return criteria.within(rows, Q(positions__organisation__in=found))

    return criteria.custom("structure", "Structure", lambda: forms.CharField(max_length=200), apply, words=lambda value: f"« {value} »")


def _title_text() -> Criterion:
    def apply(rows: QuerySet, text: str) -> QuerySet:
        condition = Q()
        for word in search_key(text).split():
            condition &= Q(positions__search_text__contains=word)
        return criteria.within(rows, condition)

    return criteria.custom("fonction", "Fonction", lambda: forms.CharField(max_length=200), apply, words=lambda value: f"« {value} »")


def _forms() -> list[tuple[str, str]]:
    return options("legal_form")


PERSON_CRITERIA = [
    criteria.related("region", "Région", "region", Region.objects.all, key="code"),
    criteria.one_of("departement", "Département", "department", Department.objects.as_choices),
    criteria.related("theme", "Thème", "themes", Theme.objects.offered, key="slug"),
    _organisation_text(),
    _title_text(),
    criteria.one_of("forme", "Forme juridique de la structure", "positions__organisation__legal_form", _forms),
    criteria.yes_no("a_rapprocher", "À rapprocher", Q(resembles=True)),
]
_READ_COLUMNS = [
    Column("nom", "Nom", value="name", sort="sort_text", link=lambda row: row.get_absolute_url(), sub=_title, exported=False),
    Column("civilite", "Civilité", value="get_civility_display", shown=False),
    Column("nom_de_famille", "Nom", value="last_name", shown=False),
    Column("prenom", "Prénom", value="first_name", shown=False),
    Column("structure", "Structure", value=_organisation, link=_organisation_address),
    Column("fonction", "Fonction", value=_title, shown=False),
]
_TEAM_COLUMNS = [
    Column("courriel", "Courriel", value=_email, export=lambda row: " ; ".join(each.address for each in row.emails.all())),
    Column("telephone", "Téléphone", value=lambda row: " ; ".join(each.raw for each in row.phones.all()), shown=False),
]
_PLACE_COLUMNS = [
    Column("departement", "Département", value=lambda row: str(row.department or ""), sort="department"),
    Column("region", "Région", value=lambda row: str(row.region or ""), sort="region__sort_text", shown=False),
    Column("themes", "Thèmes", value=lambda row: " ; ".join(theme.name for theme in row.themes.all()), shown=False),
]
_LAST_COLUMNS = [
    Column("etat", "État", value=_doubt, exported=False),
    Column("origine", "Origine", value="source", shown=False),
]

PERSONS_READ = ListPage(
    name="persons",
    plural="personnes",
    search=_search_for_readers,
    placeholder="Nom, structure, fonction…",
    order="sort_text",
    columns=[*_READ_COLUMNS, *_PLACE_COLUMNS, _LAST_COLUMNS[0]],
    criteria=PERSON_CRITERIA,
)
PERSONS = ListPage(
    name="persons",
    plural="personnes",
    search="search_text",
    placeholder="Nom, structure, courriel, téléphone…",
    order="sort_text",
    filename="repertoire",
    columns=[*_READ_COLUMNS, *_TEAM_COLUMNS, *_PLACE_COLUMNS, *_LAST_COLUMNS],
    criteria=PERSON_CRITERIA,
    bulk=[BulkAction("trash", "Mettre à la corbeille", lambda request: reverse("contacts:directory:persons_trash"), "trash-2", can_edit_directory)],
)
ORGANISATIONS = ListPage(
    name="organisations",
    plural="structures",
    search="search_text",
    placeholder="Nom, sigle, SIREN, ville…",
    order="sort_text",
    filename="structures",
    columns=[
        Column("nom", "Nom", value="name", sort="sort_text", link=lambda row: row.get_absolute_url(), sub="short_name"),
        Column("sigle", "Sigle", value="short_name", shown=False),
        Column("forme", "Forme juridique", value=lambda row: label("legal_form", row.legal_form) if row.legal_form else ""),
        Column("ville", "Ville", value="town"),
        Column("departement", "Département", value=lambda row: str(row.department or ""), sort="department"),
        Column("siren", "SIREN", value="siren"),
        Column("siret", "SIRET", value="siret", shown=False),
        Column("rna", "RNA", value="rna", shown=False),
        Column("courriel", "Courriel", value="email", shown=False),
        Column("telephone", "Téléphone", value="phone", shown=False),
        Column("adresse", "Adresse", value="street", shown=False),
        Column("code_postal", "Code postal", value="postcode", shown=False),
        Column("site", "Site web", value="site", shown=False),
        Column("themes", "Thèmes", value=lambda row: " ; ".join(theme.name for theme in row.themes.all()), shown=False),
        Column("etat", "État", value=_doubt, exported=False),
    ],
    criteria=[
        criteria.related("region", "Région", "region", Region.objects.all, key="code"),
        criteria.one_of("departement", "Département", "department", Department.objects.as_choices),
        criteria.related("theme", "Thème", "themes", Theme.objects.offered, key="slug"),
        criteria.one_of("forme", "Forme juridique", "legal_form", _forms),
        criteria.yes_no("a_rapprocher", "À rapprocher", Q(resembles=True)),
    ],
    bulk=[
        BulkAction("trash", "Mettre à la corbeille", lambda request: reverse("contacts:directory:organisations_trash"), "trash-2", can_edit_directory)
    ],
)

__all__ = ["ORGANISATIONS", "PERSONS", "PERSONS_READ", "organisation_rows", "person_rows", "persons_page"]


def persons_page(user: "Anyone") -> ListPage:
    """The list of persons as this person may see it."""
    return PERSONS if can_see_addresses(user) else PERSONS_READ


def person_rows(user: "Anyone") -> QuerySet:
    """The rows of that list, with what its columns show."""
    rows = Person.objects.visible_to(user).select_related("department", "region").with_positions()
    return rows.prefetch_related("phones", "themes")


def organisation_rows(user: "Anyone") -> QuerySet:
    """The rows of the list of organisations."""
    return Organisation.objects.visible_to(user).select_related("department").prefetch_related("themes")

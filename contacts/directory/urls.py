"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from contacts.directory import organisation_views as organisations
from contacts.directory import public, views
from contacts.directory.permissions import can_see_directory
from labo_ess.accounts.url_roles import declare
from labo_ess.ui import navigation
from labo_ess.ui.tabs import register_tab

app_name = "directory"

urlpatterns: list[URLPattern | URLResolver] = [
    path("lien/nouveau/", public.new_link, name="new_link"),
    path("lien/nouveau/envoye/", public.new_link_asked, name="new_link_asked"),
    path("bureau/repertoire/", views.persons, name="persons"),
    path("bureau/repertoire/corbeille/", views.persons_trash, name="persons_trash"),
    path("bureau/repertoire/remettre/", views.persons_restore, name="persons_restore"),
    path("bureau/repertoire/personnes/nouvelle/", views.person_new, name="person_new"),
    path("bureau/repertoire/personnes/<uuid:public_id>/", views.person, name="person"),
    path("bureau/repertoire/personnes/<uuid:public_id>/modifier/", views.person_edit, name="person_edit"),
    path("bureau/repertoire/personnes/<uuid:public_id>/corbeille/", views.person_trash, name="person_trash"),
    path("bureau/repertoire/personnes/<uuid:public_id>/ecarter/", views.settle, name="settle"),
    path("bureau/repertoire/personnes/<uuid:public_id>/coordonnees/", views.reach, name="reach"),
    path("bureau/repertoire/personnes/<uuid:public_id>/fonctions/", views.position_add, name="position_add"),
    path("bureau/repertoire/personnes/<uuid:public_id>/fonctions/<uuid:position_id>/", views.position_edit, name="position_edit"),
    path("bureau/repertoire/personnes/<uuid:public_id>/fonctions/<uuid:position_id>/retirer/", views.position_remove, name="position_remove"),
    path("bureau/repertoire/structures/", organisations.organisations, name="organisations"),
    path("bureau/repertoire/structures/corbeille/", organisations.organisations_trash, name="organisations_trash"),
    path("bureau/repertoire/structures/remettre/", organisations.organisations_restore, name="organisations_restore"),
    path("bureau/repertoire/structures/nouvelle/", organisations.organisation_new, name="organisation_new"),
    path("bureau/repertoire/structures/<uuid:public_id>/", organisations.organisation, name="organisation"),
    path("bureau/repertoire/structures/<uuid:public_id>/modifier/", organisations.organisation_edit, name="organisation_edit"),
    path("bureau/repertoire/structures/<uuid:public_id>/corbeille/", organisations.organisation_trash, name="organisation_trash"),
    path("bureau/repertoire/structures/<uuid:public_id>/ecarter/", organisations.organisation_settle, name="organisation_settle"),
]

for _name in ("persons", "person", "organisations", "organisation"):
    declare(f"contacts:directory:{_name}", "reader_page")
for _name in ("person_new", "person_edit", "position_edit", "organisation_new", "organisation_edit"):
    declare(f"contacts:directory:{_name}", "team_page")
for _name in (
    *("persons_trash", "persons_restore", "person_trash", "settle", "reach", "position_add", "position_remove"),
    *("organisations_trash", "organisations_restore", "organisation_trash", "organisation_settle"),
):
    declare(f"contacts:directory:{_name}", "team_action")
declare("contacts:directory:new_link", "public_form")
declare("contacts:directory:new_link_asked", "public_page")

register_tab("directory", 10, "Personnes", "contacts:directory:persons")
register_tab("directory", 20, "Structures", "contacts:directory:organisations")
register_tab("person", 10, "Fiche", "contacts:directory:person")
navigation.entry(40, "Répertoire", "book-user", "contacts:directory:persons", can_see_directory)
navigation.quick_search("Chercher une personne, une structure, une adresse", "contacts:directory:persons", can_see_directory, order=50)

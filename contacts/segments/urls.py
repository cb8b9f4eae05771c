"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from contacts.segments import views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "segments"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bureau/repertoire/listes/", views.lists, name="lists"),
    path("bureau/repertoire/listes/nouvelle/", views.new, name="new"),
    path("bureau/repertoire/listes/ajouter/", views.add, name="add"),
    path("bureau/repertoire/listes/<uuid:public_id>/", views.contact_list, name="list"),
    path("bureau/repertoire/listes/<uuid:public_id>/modifier/", views.edit, name="edit"),
    path("bureau/repertoire/listes/<uuid:public_id>/retirer/", views.remove, name="remove"),
    path("bureau/repertoire/listes/<uuid:public_id>/corbeille/", views.trash, name="trash"),
]

declare("contacts:segments:lists", "reader_page")
declare("contacts:segments:list", "reader_page")
declare("contacts:segments:new", "team_page")
declare("contacts:segments:edit", "team_page")
for _name in ("add", "remove", "trash"):
    declare(f"contacts:segments:{_name}", "team_action")

register_tab("directory", 30, "Listes", "contacts:segments:lists")

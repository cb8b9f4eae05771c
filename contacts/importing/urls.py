"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from contacts.importing import views
from contacts.importing.permissions import can_import
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "importing"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bureau/repertoire/imports/", views.imports, name="imports"),
    path("bureau/repertoire/imports/nouveau/", views.new, name="new"),
    path("bureau/repertoire/imports/<uuid:public_id>/", views.batch, name="batch"),
    path("bureau/repertoire/imports/<uuid:public_id>/colonnes/", views.columns, name="columns"),
    path("bureau/repertoire/imports/<uuid:public_id>/importer/", views.apply, name="apply"),
    path("bureau/repertoire/imports/<uuid:public_id>/annuler/", views.undo, name="undo"),
    path("bureau/repertoire/imports/<uuid:public_id>/abandonner/", views.discard, name="discard"),
]

declare("contacts:importing:imports", "team_read")
declare("contacts:importing:batch", "team_read")
declare("contacts:importing:new", "team_page")
for _name in ("columns", "apply", "undo", "discard"):
    declare(f"contacts:importing:{_name}", "team_action")

register_tab("directory", 40, "Imports", "contacts:importing:imports", can_import)

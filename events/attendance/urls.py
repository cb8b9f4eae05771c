"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from events.attendance import views
from labo_ess.accounts.roles import can_read_house
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "attendance"

DESK = "bureau/journees/<slug:slug>/jour-j/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK, views.desk, name="desk"),
    path(f"{DESK}presence/", views.presence, name="presence"),
    path(f"{DESK}lien/", views.create_link, name="create_link"),
    path(f"{DESK}lien/desactiver/", views.revoke_link, name="revoke_link"),
    path(f"{DESK}emargement/", views.sheet, name="sheet"),
]

declare("events:attendance:desk", "reader_page")
declare("events:attendance:*", "team_action")

register_tab("day", 60, "Jour J", "events:attendance:desk", can_read_house)

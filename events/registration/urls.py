"""Addresses of this feature."""

from django.urls import path

from events.registration import phone_views, public, views
from labo_ess.accounts.roles import can_read_house
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "registration"

LIST = "bureau/journees/<slug:slug>/inscriptions/"
ONE = f"{LIST}<uuid:public_id>/"

urlpatterns = [
    path("journees/<slug:slug>/inscription/", public.ask, name="public"),
    path("journees/<slug:slug>/inscription/envoyee/", public.asked, name="public_asked"),
    path(LIST, views.registrations, name="list"),
    path(f"{LIST}nouvelle/", phone_views.new, name="new"),
    path(f"{LIST}attente/", views.queue, name="queue"),
    path(f"{LIST}desinscrire/", views.bulk_cancel, name="bulk_cancel"),
    path(ONE, views.detail, name="detail"),
    path(f"{ONE}modifier/", views.change, name="change"),
    path(f"{ONE}monter/", views.promote, name="promote"),
    path(f"{ONE}desinscrire/", views.cancel, name="cancel"),
    path(f"{ONE}lien/", views.send_link, name="send_link"),
    path(f"{ONE}ateliers/<uuid:choice_id>/monter/", views.promote_choice, name="promote_choice"),
]

register_tab("day", 50, "Inscriptions", "events:registration:list", allowed=can_read_house)

for name in ("list", "queue", "detail"):
    declare(f"events:registration:{name}", "reader_page")
declare("events:registration:public", "public_form")
declare("events:registration:public_asked", "public_page")
declare("events:registration:new", "team_page")
for name in ("bulk_cancel", "change", "promote", "cancel", "send_link", "promote_choice"):
    declare(f"events:registration:{name}", "team_action")

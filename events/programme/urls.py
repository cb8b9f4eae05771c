"""Addresses of this feature: the programme that staff works on, and what the world reads of a day."""

from django.urls import path

from events.programme import people_views, public, views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "programme"

PROGRAMME = "bureau/journees/<slug:slug>/programme/"
SESSION = f"{PROGRAMME}seances/<uuid:public_id>/"
ROLE = f"{PROGRAMME}roles/<uuid:public_id>/"

urlpatterns = [
    path("journees/<slug:slug>/", public.day, name="public_day"),
    path("journees/<slug:slug>/programme.ics", public.calendar, name="public_ics"),
    path("journees/<slug:slug>/programme.json", public.data, name="public_json"),
    path(PROGRAMME, views.edit, name="edit"),
    path(f"{PROGRAMME}publier/", views.publish, name="release"),
    path(f"{PROGRAMME}seances/nouvelle/", views.session_new, name="session_new"),
    path(SESSION, views.session_page, name="session"),
    path(f"{SESSION}modifier/", views.session_edit, name="session_edit"),
    path(f"{SESSION}deplacer/", views.session_move, name="session_move"),
    path(f"{SESSION}supprimer/", views.session_remove, name="session_remove"),
    path(f"{SESSION}personnes/", people_views.person_add, name="person_add"),
    path(f"{ROLE}modifier/", people_views.person_edit, name="person_edit"),
    path(f"{ROLE}retirer/", people_views.person_remove, name="person_remove"),
]

for _name in ("public_day", "public_ics", "public_json"):
    declare(f"events:programme:{_name}", "public_page")
declare("events:programme:edit", "reader_page")
declare("events:programme:session", "reader_page")
for _name in ("release", "session_new", "session_edit", "session_move", "session_remove", "person_add", "person_edit", "person_remove"):
    declare(f"events:programme:{_name}", "team_page")

register_tab("day", 20, "Programme", "events:programme:edit")

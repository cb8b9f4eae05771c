"""Addresses of this feature: démarches with their phases, and groups made, changed, passed from étape to étape."""

from django.urls import path

from collectives.groups import process_views, views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "groups"

PROCESS = "bureau/collectifs/demarches/<slug:slug>/"
PHASE = f"{PROCESS}phases/<uuid:public_id>/"
COLLECTIVE = "bureau/collectifs/<slug:slug>/"

urlpatterns = [
    path("bureau/collectifs/nouveau/", views.collective_new, name="new"),
    path("bureau/collectifs/demarches/", process_views.process_list, name="processes"),
    path("bureau/collectifs/demarches/nouvelle/", process_views.process_new, name="process_new"),
    path(f"{PROCESS}modifier/", process_views.process_edit, name="process_edit"),
    path(f"{PROCESS}supprimer/", process_views.process_trash, name="process_trash"),
    path(f"{PROCESS}phases/nouvelle/", process_views.phase_new, name="phase_new"),
    path(f"{PHASE}", process_views.phase_edit, name="phase_edit"),
    path(f"{PHASE}en-cours/", process_views.phase_activate, name="phase_activate"),
    path(f"{PHASE}supprimer/", process_views.phase_remove, name="phase_remove"),
    path(f"{COLLECTIVE}modifier/", views.collective_edit, name="edit"),
    path(f"{COLLECTIVE}etape/", views.stage, name="stage"),
    path(f"{COLLECTIVE}supprimer/", views.collective_trash, name="trash"),
]

EDITORS = ("forbidden", "forbidden")
"""What a reader of the house gets where members of the démarche write."""

declare("collectives:groups:new", "team_page")
declare("collectives:groups:processes", "member_page", post="method")
declare("collectives:groups:process_new", "team_page")
declare("collectives:groups:process_edit", "team_page")
declare("collectives:groups:process_trash", "team_action")
declare("collectives:groups:phase_*", "team_page")
declare("collectives:groups:phase_activate", "team_action")
declare("collectives:groups:edit", "member_page", lecture=EDITORS)
declare("collectives:groups:stage", "member_page", lecture=EDITORS)
declare("collectives:groups:trash", "team_action")

register_tab("collectives", 20, "Démarches", "collectives:groups:processes")

"""Addresses of this feature: the meetings of a group, from their agenda to their end."""

from django.urls import path

from collectives.meetings import agenda_views, views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "meetings"

LIST = "bureau/collectifs/<slug:slug>/reunions/"
ONE = f"{LIST}<uuid:meeting>/"
ITEM = f"{ONE}points/<uuid:item>/"

urlpatterns = [
    path(LIST, views.meeting_list, name="list"),
    path(f"{LIST}nouvelle/", views.new, name="new"),
    path(ONE, views.page, name="page"),
    path(f"{ONE}modifier/", views.edit, name="edit"),
    path(f"{ONE}convoquer/", views.convocation, name="convene"),
    path(f"{ONE}relancer/", views.remind_silent, name="remind"),
    path(f"{ONE}annuler/", views.cancel, name="cancel"),
    path(f"{ONE}tenue/", views.hold, name="hold"),
    path(f"{ONE}corbeille/", views.trash, name="trash"),
    path(f"{ONE}emargement/", views.sheet, name="sheet"),
    path(f"{ONE}agenda.ics", views.event, name="event"),
    path(f"{ONE}presences/", agenda_views.presences, name="presences"),
    path(f"{ONE}points/", agenda_views.add, name="add_item"),
    path(ITEM, agenda_views.edit, name="item"),
    path(f"{ITEM}<slug:verb>/", agenda_views.act, name="item_act"),
]

EDITORS = ("forbidden", "forbidden")
"""What a reader of the house gets where members of the démarche write."""

for _name in ("list", "page", "event"):
    declare(f"collectives:meetings:{_name}", "member_page", post="method")
for _name in ("new", "edit", "convene", "cancel", "item"):
    declare(f"collectives:meetings:{_name}", "member_page", lecture=EDITORS)
declare("collectives:meetings:sheet", "member_action", lecture=("method", "allowed"))
declare("collectives:meetings:*", "member_action")

register_tab("collective", 30, "Réunions", "collectives:meetings:list")

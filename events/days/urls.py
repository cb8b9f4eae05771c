"""Addresses of this feature: the lists, the sheet of a day, its partners and rooms, and the public home."""

from django.urls import path

from events.days import place_views, public, views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "days"

DAY = "bureau/journees/<slug:slug>/"

urlpatterns = [
    path("", public.home, name="home"),
    path("bureau/journees/", views.day_list, name="list"),
    path("bureau/journees/nouvelle/", views.day_new, name="new"),
    path("bureau/journees/cycles/", views.cycle_list, name="cycles"),
    path("bureau/journees/cycles/nouveau/", views.cycle_new, name="cycle_new"),
    path("bureau/journees/cycles/<slug:slug>/", views.cycle_page, name="cycle"),
    path("bureau/journees/cycles/<slug:slug>/modifier/", views.cycle_edit, name="cycle_edit"),
    path(f"{DAY}modifier/", views.day_edit, name="edit"),
    path(f"{DAY}etat/", views.day_pass, name="pass"),
    path(f"{DAY}supprimer/", views.day_trash, name="trash"),
    path(f"{DAY}partenaires/", place_views.partners, name="partners"),
    path(f"{DAY}partenaires/<uuid:public_id>/logo/", place_views.partner_logo, name="partner_logo"),
    path(f"{DAY}partenaires/<uuid:public_id>/monter/", place_views.partner_move, {"up": True}, name="partner_up"),
    path(f"{DAY}partenaires/<uuid:public_id>/descendre/", place_views.partner_move, {"up": False}, name="partner_down"),
    path(f"{DAY}partenaires/<uuid:public_id>/retirer/", place_views.partner_remove, name="partner_remove"),
    path(f"{DAY}programme/salles/", place_views.rooms, name="rooms"),
    path(f"{DAY}programme/salles/<uuid:public_id>/", place_views.room_edit, name="room_edit"),
    path(f"{DAY}programme/salles/<uuid:public_id>/monter/", place_views.room_move, {"up": True}, name="room_up"),
    path(f"{DAY}programme/salles/<uuid:public_id>/descendre/", place_views.room_move, {"up": False}, name="room_down"),
    path(f"{DAY}programme/salles/<uuid:public_id>/supprimer/", place_views.room_remove, name="room_remove"),
]

declare("events:days:home", "public_page")
declare("events:days:list", "reader_page")
declare("events:days:cycles", "reader_page")
declare("events:days:cycle", "reader_page")
declare("events:days:new", "team_page")
declare("events:days:cycle_new", "team_page")
declare("events:days:cycle_edit", "team_page")
declare("events:days:edit", "team_page")
declare("events:days:pass", "team_action")
declare("events:days:trash", "team_action")
declare("events:days:partners", "reader_page_team_form")
declare("events:days:partner_logo", "team_page")
declare("events:days:partner_up", "team_action")
declare("events:days:partner_down", "team_action")
declare("events:days:partner_remove", "team_page")
declare("events:days:rooms", "reader_page_team_form")
declare("events:days:room_edit", "team_page")
declare("events:days:room_up", "team_action")
declare("events:days:room_down", "team_action")
declare("events:days:room_remove", "team_page")

register_tab("day", 30, "Partenaires", "events:days:partners")

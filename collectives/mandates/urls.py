"""Addresses of this feature: the members of a group, and who sits for each."""

from django.urls import path

from collectives.groups.urls import EDITORS
from collectives.mandates import seat_views, views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "mandates"

MEMBERS = "bureau/collectifs/<slug:slug>/membres/"

urlpatterns = [
    path(MEMBERS, views.members, name="members"),
    path(f"{MEMBERS}ajouter/", views.add, name="add"),
    path(f"{MEMBERS}<uuid:public_id>/", views.edit, name="edit"),
    path(f"{MEMBERS}<uuid:public_id>/depart/", views.end, name="end"),
    path(f"{MEMBERS}<uuid:public_id>/revenir/", views.resume, name="resume"),
    path(f"{MEMBERS}<uuid:public_id>/siege/", seat_views.new, name="appoint"),
    path(f"{MEMBERS}mandats/<uuid:public_id>/fin/", seat_views.end, name="mandate_end"),
    path(f"{MEMBERS}mandats/<uuid:public_id>/supprimer/", seat_views.remove, name="mandate_remove"),
]

declare("collectives:mandates:members", "member_page", post="method")
declare("collectives:mandates:resume", "member_action")
for _name in ("add", "edit", "end", "appoint", "mandate_end", "mandate_remove"):
    declare(f"collectives:mandates:{_name}", "member_page", lecture=EDITORS)

register_tab("collective", 20, "Membres", "collectives:mandates:members")

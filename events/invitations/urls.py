"""Addresses of this feature."""

from django.urls import path, reverse

from events.invitations import views
from events.invitations.permissions import can_invite
from labo_ess.accounts.roles import can_read_house
from labo_ess.accounts.url_roles import declare
from labo_ess.lists import additions
from labo_ess.lists.page import BulkAction
from labo_ess.ui.tabs import register_tab

app_name = "invitations"

LIST = "bureau/journees/<slug:slug>/invitations/"

urlpatterns = [
    path(LIST, views.invitations, name="list"),
    path(f"{LIST}inviter/", views.invite, name="invite"),
    path(f"{LIST}relancer/", views.remind, name="remind"),
    path(f"{LIST}declinees/", views.decline, name="decline"),
    path(f"{LIST}retirer/", views.withdraw, name="withdraw"),
    path("bureau/repertoire/inviter/", views.invite_selection, name="selection"),
]

register_tab("day", 40, "Invitations", "events:invitations:list", allowed=can_read_house)
additions.add_action(
    "persons", BulkAction("invite", "Inviter à une journée", lambda _request: reverse("events:invitations:selection"), "mail", can_invite)
)

declare("events:invitations:list", "reader_page")
declare("events:invitations:invite", "team_page")
for name in ("remind", "decline", "withdraw", "selection"):
    declare(f"events:invitations:{name}", "team_action")

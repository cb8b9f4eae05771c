"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from events.restitution import views
from labo_ess.accounts.roles import can_read_house
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "restitution"

LIST = "bureau/journees/<slug:slug>/restitutions/"
ONE = f"{LIST}<uuid:report>/"
EXTRACT = f"{ONE}extraits/<uuid:extract>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(LIST, views.report_list, name="list"),
    path(f"{LIST}seances/<uuid:session>/fiche/", views.create, name="create"),
    path(ONE, views.report, name="report"),
    path(f"{ONE}lien/envoyer/", views.send_link, name="send"),
    path(f"{ONE}lien/desactiver/", views.revoke_links, name="revoke"),
    path(f"{ONE}extraits/", views.add, name="add"),
    path(EXTRACT, views.correct, name="correct"),
    path(f"{EXTRACT}<slug:act>/", views.act_on_extract, name="act"),
    path(f"{ONE}notes/", views.notes, name="notes"),
    path(f"{ONE}terminer/", views.finish, name="finish"),
]

declare("events:restitution:list", "reader_page")
declare("events:restitution:report", "reader_page")
declare("events:restitution:correct", "team_page")
declare("events:restitution:*", "team_action")

register_tab("day", 70, "Restitutions", "events:restitution:list", can_read_house)

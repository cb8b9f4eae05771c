"""Addresses of this feature: the room, the minutes, the register of decisions."""

from django.urls import path

from collectives.groups.permissions import can_open_collectives
from collectives.meetings.urls import EDITORS, ONE
from collectives.minutes import room_views, views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "minutes"

MINUTES = f"{ONE}compte-rendu/"
ROOM = f"{ONE}seance/"
REGISTER = "bureau/decisions/"

urlpatterns = [
    path(ROOM, room_views.room, name="room"),
    path(f"{ROOM}notes/", room_views.notes, name="notes"),
    path(f"{ROOM}points/<uuid:item>/decision/", room_views.decide, name="decide"),
    path(f"{ROOM}points/<uuid:item>/action/", room_views.act, name="act"),
    path(f"{ROOM}decisions/<uuid:decision>/retirer/", room_views.undecide, name="undecide"),
    path(MINUTES, views.read, name="read"),
    path(f"{MINUTES}relecture/", views.review, name="review"),
    path(f"{MINUTES}reprendre/", views.reopen, name="reopen"),
    path(f"{MINUTES}approuver/", views.approve, name="approve"),
    path(f"{MINUTES}envoyer/", views.send, name="send"),
    path(f"{MINUTES}pdf/", views.pdf, name="pdf"),
    path(f"{MINUTES}releve/", views.decisions_pdf, name="decisions_pdf"),
    path(f"{MINUTES}points/<uuid:item>/corriger/", views.correct, name="correct"),
    path(f"{MINUTES}points/<uuid:item>/extrait/", views.passage, name="passage"),
    path(REGISTER, views.register, name="register"),
    path(f"{REGISTER}<uuid:decision>/", views.decision, name="decision"),
    path(f"{REGISTER}<uuid:decision>/etat/", views.passed, name="pass_decision"),
]

for _name in ("room", "read"):
    declare(f"collectives:minutes:{_name}", "member_page", post="method")
for _name in ("correct", "passage"):
    declare(f"collectives:minutes:{_name}", "member_page", lecture=EDITORS)
for _name in ("pdf", "decisions_pdf"):
    declare(f"collectives:minutes:{_name}", "member_action", lecture=("method", "allowed"))
declare("collectives:minutes:register", "reader_page", referent=("allowed", "method"))
declare("collectives:minutes:decision", "member_page")
declare("collectives:minutes:*", "member_action")

register_tab("collectives", 30, "Décisions", "collectives:minutes:register", can_open_collectives)

"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from collectives.actions import act_views, views
from collectives.groups.permissions import can_open_collectives
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "actions"

ALL = "bureau/collectifs/<slug:slug>/actions/"
ONE = f"{ALL}<uuid:action>/"
BOARD = f"{ALL}tableaux/<uuid:board>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bureau/actions/", views.mine, name="mine"),
    path(ALL, views.board, name="board"),
    path(f"{ALL}nouvelle/", views.new, name="new"),
    path(f"{ALL}faites/", views.bulk_done, name="bulk_done"),
    path(f"{ALL}tableaux/nouveau/", act_views.board_new, name="board_new"),
    path(BOARD, act_views.board_settings, name="board_settings"),
    path(ONE, views.action_page, name="action"),
    path(f"{ONE}modifier/", views.edit, name="edit"),
    path(f"{ONE}deplacer/", views.move, name="move"),
    path(f"{ONE}etat/", act_views.pass_to, name="pass"),
    path(f"{ONE}reporter/", act_views.postpone, name="postpone"),
    path(f"{ONE}fixer/", act_views.pin, name="pin"),
    path(f"{ONE}rappel/", views.remind, name="remind"),
    path(f"{ONE}corbeille/", views.trash, name="trash"),
    path(f"{ONE}restaurer/", views.restore, name="restore"),
    path(f"{ONE}cases/", act_views.add_item, name="add_item"),
    path(f"{ONE}cases/<uuid:item>/<slug:verb>/", act_views.item_act, name="item_act"),
]

declare("collectives:actions:mine", "reader_page", referent=("allowed", "method"))
for _name in ("board", "action"):
    declare(f"collectives:actions:{_name}", "member_page", post="method")
for _name in ("new", "edit", "move", "board_new", "board_settings"):
    declare(f"collectives:actions:{_name}", "member_page", lecture=("forbidden", "forbidden"))
declare("collectives:actions:*", "member_action")

register_tab("collective", 40, "Actions", "collectives:actions:board", can_open_collectives)

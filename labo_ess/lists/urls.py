"""Addresses of saved views."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.lists import views

app_name = "lists"

urlpatterns = [
    path("bureau/vues/", views.views, name="views"),
    path("bureau/vues/nouvelle/", views.new_view, name="new_view"),
    path("bureau/vues/<uuid:public_id>/retirer/", views.remove, name="remove_view"),
    path("bureau/vues/<uuid:public_id>/remettre/", views.restore, name="restore_view"),
]

declare("lists:views", "account_read")
declare("lists:new_view", "account_page")
declare("lists:remove_view", "account_action")
declare("lists:restore_view", "account_action")
# The look of the shell is below the accounts, hence said here.
declare("ui:look", "account_action")
declare("ui:gallery", "team_read")

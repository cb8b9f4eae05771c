"""Addresses of this feature: démarches, and the making of groups."""

from django.urls import path

from collectives.groups import views
from labo_ess.accounts.url_roles import declare

app_name = "groups"

urlpatterns = [
    path("bureau/collectifs/demarches/<slug:slug>/", views.process_page, name="process"),
]

declare("collectives:groups:process", "member_page", post="method")

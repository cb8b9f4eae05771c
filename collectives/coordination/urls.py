"""Addresses of this feature: every group on one screen, the « Vue d’ensemble » of each, the page of a démarche."""

from django.urls import path

from collectives.coordination import views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "coordination"

urlpatterns = [
    path("bureau/collectifs/", views.collective_list, name="list"),
    path("bureau/collectifs/demarches/<slug:slug>/", views.process_page, name="process"),
    path("bureau/collectifs/<slug:slug>/", views.collective_page, name="collective"),
]

declare("collectives:coordination:list", "member_page", post="method")
declare("collectives:coordination:process", "member_page", post="method")
declare("collectives:coordination:collective", "member_page", post="method")

register_tab("collectives", 10, "Coordination", "collectives:coordination:list")
register_tab("process", 10, "Vue d’ensemble", "collectives:coordination:process")
register_tab("collective", 10, "Vue d’ensemble", "collectives:coordination:collective")

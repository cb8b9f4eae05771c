"""Addresses of this feature: the page of a day. It comes last: every other word under /bureau/journees/ is taken before."""

from django.urls import path

from events.overview import views
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "overview"

urlpatterns = [path("bureau/journees/<slug:slug>/", views.day, name="day")]

declare("events:overview:day", "reader_page")

register_tab("day", 10, "Vue d’ensemble", "events:overview:day")

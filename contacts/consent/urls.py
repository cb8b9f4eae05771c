"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from contacts.consent import views
from contacts.consent.permissions import can_see_consents
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "consent"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bureau/repertoire/personnes/<uuid:public_id>/accords/", views.person, name="person"),
    path("bureau/repertoire/personnes/<uuid:public_id>/accords/resume/", views.panel, name="panel"),
    path("bureau/repertoire/personnes/<uuid:public_id>/accords/opposition/", views.objection, name="objection"),
]

declare("contacts:consent:person", "team_page")
declare("contacts:consent:panel", "team_read")
declare("contacts:consent:objection", "team_action")

register_tab("person", 80, "Accords", "contacts:consent:person", can_see_consents)

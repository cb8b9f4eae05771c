"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from contacts.consent import public, views
from contacts.consent.permissions import can_see_consents
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "consent"

urlpatterns: list[URLPattern | URLResolver] = [
    path("s-abonner/", public.subscribe, name="subscribe"),
    path("s-abonner/envoye/", public.subscribe_asked, name="subscribe_asked"),
    path("bureau/repertoire/personnes/<uuid:public_id>/accords/", views.person, name="person"),
    path("bureau/repertoire/personnes/<uuid:public_id>/accords/resume/", views.panel, name="panel"),
    path("bureau/repertoire/personnes/<uuid:public_id>/accords/opposition/", views.objection, name="objection"),
]

declare("contacts:consent:subscribe", "public_form")
declare("contacts:consent:subscribe_asked", "public_page")
declare("contacts:consent:person", "team_page")
declare("contacts:consent:panel", "team_read")
declare("contacts:consent:objection", "team_action")

register_tab("person", 80, "Accords", "contacts:consent:person", can_see_consents)

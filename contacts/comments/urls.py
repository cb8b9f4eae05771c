"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from contacts.comments import views
from labo_ess.accounts.url_roles import declare

app_name = "comments"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bureau/commentaires/<slug:kind>/<uuid:object_id>/", views.thread, name="thread"),
    path("bureau/commentaires/<uuid:comment>/<slug:verb>/", views.act, name="act"),
]

# A thread asks its object's feature: these are the answers for what a collective holds.
declare("contacts:comments:thread", "member_page")
declare("contacts:comments:act", "member_action")

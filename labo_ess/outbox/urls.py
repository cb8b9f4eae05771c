"""Addresses of the outbox; the demo's mailbox exists only in the demo."""

from django.conf import settings
from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.outbox import views

app_name = "outbox"
urlpatterns = [
    path("bureau/envois/", views.index, name="list"),
    path("bureau/envois/reessayer/", views.retry_selected, name="retry_selected"),
    path("bureau/envois/<uuid:public_id>/", views.detail, name="detail"),
    path("bureau/envois/<uuid:public_id>/reessayer/", views.retry, name="retry"),
]
if settings.DEMO:
    urlpatterns += [
        path("bureau/boite/", views.demo_list, name="demo_list"),
        path("bureau/boite/<str:name>/", views.demo_letter, name="demo_letter"),
        path("bureau/boite/<str:name>/piece-<int:number>/", views.demo_attachment, name="demo_attachment"),
    ]

declare("outbox:list", "team_read")
declare("outbox:detail", "team_read")
declare("outbox:retry", "team_action")
declare("outbox:retry_selected", "team_action")
for _name in ("demo_list", "demo_letter", "demo_attachment"):
    declare(f"outbox:{_name}", "team_read")

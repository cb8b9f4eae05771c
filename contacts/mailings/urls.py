"""Addresses of this feature."""

from django.urls import path

from contacts.mailings import views
from contacts.mailings.permissions import can_send_mailings
from labo_ess.accounts.url_roles import declare
from labo_ess.ui.tabs import register_tab

app_name = "mailings"

LIST = "bureau/repertoire/envois/"
ONE = f"{LIST}<uuid:public_id>/"

urlpatterns = [
    path(LIST, views.mailings, name="list"),
    path(ONE, views.edit, name="edit"),
    path(f"{ONE}apercu/", views.preview, name="preview"),
    path(f"{ONE}test/", views.send_test, name="test"),
    path(f"{ONE}envoyer/", views.send, name="send"),
    path(f"{ONE}suivi/", views.follow, name="follow"),
    path(f"{ONE}pause/", views.pause, name="pause"),
    path(f"{ONE}reprendre/", views.resume, name="resume"),
    path(f"{ONE}arreter/", views.stop, name="stop"),
    path(f"{ONE}reessayer/", views.retry, name="retry"),
]

for name in ("list", "preview", "follow"):
    declare(f"contacts:mailings:{name}", "team_read")
for name in ("edit", "send"):
    declare(f"contacts:mailings:{name}", "team_page")
for name in ("test", "pause", "resume", "stop", "retry"):
    declare(f"contacts:mailings:{name}", "team_action")

register_tab("directory", 40, "Envois", "contacts:mailings:list", can_send_mailings)

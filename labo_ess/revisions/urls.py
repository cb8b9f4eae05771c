"""The Corbeille: included by `labo_ess.urls` under `bureau/corbeille/`."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.revisions import views

app_name = "revisions"
urlpatterns = [
    path("", views.corbeille, name="corbeille"),
    path("<slug:kind>/<uuid:public_id>/retablir/", views.restore, name="restore"),
]
declare("revisions:corbeille", "team_page", post="method")
declare("revisions:restore", "team_action")

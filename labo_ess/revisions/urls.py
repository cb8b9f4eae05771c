"""The Corbeille."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.revisions import views

app_name = "revisions"
urlpatterns = [
    path("bureau/corbeille/", views.corbeille, name="corbeille"),
    path("bureau/corbeille/<slug:kind>/<uuid:public_id>/retablir/", views.restore, name="restore"),
]
declare("revisions:corbeille", "team_read")
declare("revisions:restore", "team_action")

"""Addresses of the long jobs."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.jobs import views

app_name = "jobs"
urlpatterns = [
    path("bureau/taches/", views.mine, name="list"),
    path("bureau/taches/<uuid:public_id>/", views.detail, name="detail"),
    path("bureau/taches/<uuid:public_id>/fichier/", views.download, name="file"),
    path("bureau/taches/<uuid:public_id>/arreter/", views.stop, name="stop"),
]

# The starter and the team; for anybody else the job does not exist.
declare("jobs:list", "account_read")
for _name in ("jobs:detail", "jobs:file"):
    declare(_name, "account_read", lecture=("not_found", "method"), referent=("not_found", "method"))
declare("jobs:stop", "account_action", lecture=("method", "not_found"), referent=("method", "not_found"))

"""Addresses of stored files."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.documents import views

app_name = "documents"

urlpatterns = [
    path("bureau/fichiers/<uuid:public_id>/", views.open_file, name="open"),
    path("fichiers/<uuid:public_id>/", views.public_file, name="public"),
]

declare("documents:open", "reader_page", post="method")
declare("documents:public", "public_page")

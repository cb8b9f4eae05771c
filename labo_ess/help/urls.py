"""Addresses of the guide."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.help import views

app_name = "help"

urlpatterns = [
    path("bureau/aide/", views.index, name="index"),
    path("bureau/aide/images/<str:name>", views.image, name="image"),
    path("bureau/aide/<slug:slug>/", views.chapter, name="chapter"),
]

declare("help:*", "account_read")

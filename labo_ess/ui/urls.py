"""Addresses of the look and of the gallery."""

from django.urls import path

from labo_ess.ui import views

app_name = "ui"

urlpatterns = [
    path("apparence/", views.look, name="look"),
    path("ui/", views.gallery, name="gallery"),
]

"""Addresses of the long jobs."""

from django.urls import path

from labo_ess.jobs import views

app_name = "jobs"
urlpatterns = [
    path("bureau/taches/", views.mine, name="list"),
    path("bureau/taches/<uuid:public_id>/", views.detail, name="detail"),
    path("bureau/taches/<uuid:public_id>/fichier/", views.download, name="file"),
    path("bureau/taches/<uuid:public_id>/arreter/", views.stop, name="stop"),
]

"""`/l/<token>/` and `/l/<token>/<verb>/`: included by `labo_ess.urls` under `l/`."""

from django.urls import path

from labo_ess.links import views

app_name = "links"
urlpatterns = [
    path("<str:token>/", views.open_link, name="open"),
    path("<str:token>/<path:verb>/", views.open_link, name="verb"),
]

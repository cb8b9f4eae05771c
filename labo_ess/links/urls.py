"""`/l/<token>/` and `/l/<token>/<verb>/`."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.links import views

app_name = "links"
urlpatterns = [
    path("l/<str:token>/", views.open_link, name="open"),
    path("l/<str:token>/<path:verb>/", views.open_link, name="verb"),
]
declare("links:open", "guest_link")
declare("links:verb", "guest_link")

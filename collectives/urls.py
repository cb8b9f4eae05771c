"""Table of contents: the addresses of each feature."""

from django.urls import include, path

app_name = "collectives"

urlpatterns = [
    path("", include("collectives.notes.urls")),
]

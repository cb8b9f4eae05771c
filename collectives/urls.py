"""Table of contents: the addresses of each feature."""

from django.urls import include, path

app_name = "collectives"

urlpatterns = [
    path("", include("collectives.notes.urls")),
    path("", include("collectives.groups.urls")),
    path("", include("collectives.mandates.urls")),
    path("", include("collectives.actions.urls")),
    path("", include("collectives.meetings.urls")),
    path("", include("collectives.minutes.urls")),
    path("", include("collectives.coordination.urls")),
]

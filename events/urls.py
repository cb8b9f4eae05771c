"""Table of contents: the addresses of each feature."""

from django.urls import include, path

app_name = "events"

urlpatterns = [
    path("", include("events.days.urls")),
    path("", include("events.programme.urls")),
    path("", include("events.registration.urls")),
    path("", include("events.attendance.urls")),
    path("", include("events.invitations.urls")),
    path("", include("events.restitution.urls")),
    path("", include("events.overview.urls")),
]

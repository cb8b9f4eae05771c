"""Table of contents: the addresses of each feature."""

from django.urls import include, path

app_name = "contacts"

urlpatterns = [
    path("", include("contacts.reference.urls")),
    path("", include("contacts.directory.urls")),
    path("", include("contacts.consent.urls")),
    path("", include("contacts.segments.urls")),
    path("", include("contacts.mailings.urls")),
    path("", include("contacts.importing.urls")),
    path("", include("contacts.comments.urls")),
]

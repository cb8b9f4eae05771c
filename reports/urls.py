"""Table of contents: the addresses of each feature."""

from django.urls import include, path

app_name = "reports"

urlpatterns = [
    path("", include("reports.synthesis.urls")),
    path("", include("reports.dashboard.urls")),
]

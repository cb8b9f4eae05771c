"""Every address of the house, by name: the features say their own paths."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("labo_ess.links.urls")),  # first: what a crowd opens
    path("", include("contacts.urls")),
    path("", include("collectives.urls")),
    path("", include("events.urls")),
    path("", include("reports.urls")),
    path("", include("labo_ess.lists.urls")),
    path("", include("labo_ess.jobs.urls")),
    path("", include("labo_ess.outbox.urls")),
    path("", include("labo_ess.documents.urls")),
    path("", include("labo_ess.revisions.urls")),
    path("", include("labo_ess.operations.urls")),
    path("", include("labo_ess.signin.urls")),
    path("", include("labo_ess.help.urls")),
    path("", include("labo_ess.ui.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "labo_ess.ui.errors.bad_request"
handler403 = "labo_ess.ui.errors.forbidden"
handler404 = "labo_ess.ui.errors.not_found"
handler500 = "labo_ess.ui.errors.server_error"

"""Long jobs for administrators."""

from django.contrib import admin

from labo_ess.jobs.models import Job
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What ran, how far it went, why it failed."""

    list_display = ("kind", "state", "done", "total", "started_at", "ended_at", "error")
    list_filter = ("state", "kind")
    search_fields = ("kind", "key")
    fields = ("kind", "key", "state", "done", "total", "sentence", "log", "error", "attempts", "started_at", "ended_at")

"""What fell due, for administrators."""

from django.contrib import admin

from labo_ess.clock.models import TickedJob
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(TickedJob)
class TickedJobAdmin(ReadOnlyAdmin):
    """Each sweep of each period: when it began, when it ended, what it moved."""

    list_display = ("job", "started_at", "finished_at", "moved")
    list_filter = ("job",)
    search_fields = ("job",)

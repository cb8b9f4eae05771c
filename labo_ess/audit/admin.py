"""The journal, for administrators: to read only."""

from django.contrib import admin

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import lines
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Latest first; the sentence is made when the page is shown."""

    list_display = ("at", "verb", "content_type", "actor_kind", "said")
    list_filter = ("actor_kind", "verb")
    list_select_related = ("content_type",)
    date_hierarchy = "at"
    search_fields = ("verb", "object_id", "actor_id")
    list_per_page = 50

    @admin.display(description="phrase")
    def said(self, entry: AuditEntry) -> str:
        """Who did what, in French."""
        line = lines([entry])[0]
        return f"{line.who} {line.sentence}"

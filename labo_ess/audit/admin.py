"""The journal, for administrators: to read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import lines
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Latest first; the sentence is made when the page is shown."""

    list_display = ("at", "said", "content_type", "verb")
    list_filter = ("actor_kind",)
    list_select_related = ("content_type",)
    date_hierarchy = "at"
    search_fields = ("verb", "object_id", "actor_id")
    list_per_page = 50

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The names of a whole page are looked up together."""
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        for entry, line in zip(page.result_list, lines(page.result_list), strict=True):
            entry.line = f"{line.who} {line.sentence}"
        return page

    @admin.display(description="phrase")
    def said(self, entry: AuditEntry) -> str:
        """Who did what, in French."""
        return getattr(entry, "line", "") or "{0.who} {0.sentence}".format(lines([entry])[0])

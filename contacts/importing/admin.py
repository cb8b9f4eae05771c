"""Imports in the Django admin."""

from django.contrib import admin

from contacts.importing.models import ImportBatch, ImportRow
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "source", "kind", "state", "created_at", "applied_at", "undone_at"]
    list_filter = ["state", "kind"]
    search_fields = ["file_name", "source"]


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    list_display = ["batch", "line", "verdict", "column", "message", "resembles"]
    list_filter = ["verdict", "resembles"]
    search_fields = ["batch__file_name", "message"]
    list_select_related = ["batch"]

"""Imports in the Django admin."""

from django.contrib import admin

from contacts.directory.admin import ReadOnly
from contacts.importing.models import ImportBatch, ImportRow


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "source", "kind", "state", "created_at", "applied_at", "undone_at"]
    list_filter = ["state", "kind"]
    search_fields = ["file_name", "source"]


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["batch", "line", "verdict", "column", "message", "resembles"]
    list_filter = ["verdict", "resembles"]
    search_fields = ["batch__file_name", "message"]
    list_select_related = ["batch"]

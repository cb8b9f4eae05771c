"""Files given to the house, to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from labo_ess.documents.models import Upload


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    list_display = ["original_name", "kind", "content_type", "size", "uploader", "created_at"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["uploader"]
    search_fields = ["original_name", "sha256"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

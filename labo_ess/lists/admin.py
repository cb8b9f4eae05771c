"""Saved views are looked at; their owner makes and removes them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from labo_ess.lists.models import SavedView


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin):
    list_display = ["label", "list_name", "owner", "updated_at", "trashed_at"]
    list_filter = ["list_name"]
    list_select_related = ["owner"]
    search_fields = ["label", "owner__name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

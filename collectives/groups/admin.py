"""Admin of the collectives: seen and searched there, made and named by the services."""

from django.contrib import admin
from django.http import HttpRequest

from collectives.groups.models import Collective


@admin.register(Collective)
class CollectiveAdmin(admin.ModelAdmin):
    """Groups of any kind."""

    list_display = ("name", "kind", "slug", "created_at", "trashed_at")
    list_filter = ("kind",)
    search_fields = ("search_text", "slug")
    readonly_fields = ("name", "slug", "kind", "public_id", "created_at", "updated_at", "trashed_at")
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A group is made with what it serves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Collective | None = None) -> bool:
        """A group holds notes, meetings, decisions."""
        return False

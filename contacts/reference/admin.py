"""Territories are read here, never typed: they come from the official files. Themes can be renamed, ordered, retired."""

from django.contrib import admin
from django.http import HttpRequest

from contacts.reference.models import Commune, Department, Epci, Region, Theme
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "seat", "authority", "usual_name"]
    search_fields = ["code", "search_text"]
    ordering = ["sort_text"]


@admin.register(Department)
class DepartmentAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "region", "seat"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["code", "search_text"]


@admin.register(Epci)
class EpciAdmin(ReadOnlyAdmin):
    list_display = ["siren", "name", "kind", "department", "population"]
    list_filter = ["kind", "department__region"]
    list_select_related = ["department"]
    search_fields = ["siren", "search_text"]


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "department", "epci", "postcodes", "population"]
    list_filter = ["department__region"]
    list_select_related = ["department", "epci"]
    search_fields = ["code", "search_text"]
    show_full_result_count = False


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "rank", "is_retired"]
    list_editable = ["rank", "is_retired"]
    search_fields = ["slug", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Theme | None = None) -> list[str]:
        """Addresses hold the slug: it never changes."""
        return ["slug"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Theme | None = None) -> bool:
        """A theme is retired, never deleted: the past bears it."""
        return False

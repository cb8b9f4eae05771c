"""Admin of démarches and collectives: seen and searched there, made and changed by the services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from collectives.groups.models import Collective, Membership, Phase, Process, StageChange
from labo_ess.ui.admin import ReadOnlyAdmin


class PhaseInline(admin.TabularInline):
    """Phases of a démarche."""

    model = Phase
    extra = 0
    can_delete = False
    fields = readonly_fields = ("title", "starts_on", "ends_on", "active")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Made by a service."""
        return False


@admin.register(Process)
class ProcessAdmin(ReadOnlyAdmin):
    """Démarches, found by their former titles too."""

    list_display = ("name", "slug", "created_at", "trashed_at")
    search_fields = ("search_text", "slug")
    filter_horizontal = ("lead_organisations", "referents")
    inlines = (PhaseInline,)
    date_hierarchy = "created_at"


@admin.register(Collective)
class CollectiveAdmin(ReadOnlyAdmin):
    """Groups of any kind."""

    list_display = ("name", "kind", "stage", "process", "region", "lead_organisation", "created_at", "trashed_at")
    list_filter = ("kind", "stage", "process", "region")
    list_select_related = ("process", "region", "lead_organisation")
    search_fields = ("search_text", "slug")
    date_hierarchy = "created_at"


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who is in which group."""

    list_display = ("name", "collective", "function", "voting", "since_on", "until_on")
    list_filter = ("voting", "collective__kind")
    list_select_related = ("collective", "person", "organisation")
    search_fields = ("person__search_text", "organisation__search_text", "collective__search_text")
    date_hierarchy = "since_on"


@admin.register(StageChange)
class StageChangeAdmin(ReadOnlyAdmin):
    """Passages from étape to étape."""

    list_display = ("collective", "before", "after", "changed_on")
    list_filter = ("after",)
    list_select_related = ("collective",)
    search_fields = ("collective__search_text",)
    date_hierarchy = "changed_on"

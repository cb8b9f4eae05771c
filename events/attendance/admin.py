"""Admin of the presences: read only, they are noted at the accueil."""

from django.contrib import admin
from django.http import HttpRequest

from events.attendance.models import CheckIn


@admin.register(CheckIn)
class CheckInAdmin(admin.ModelAdmin):
    """Who was there, and what was undone."""

    list_display = ("person", "day", "checked_in_at", "undone_at", "by_kind")
    list_filter = (("registration__day", admin.RelatedOnlyFieldListFilter), ("undone_at", admin.EmptyFieldListFilter), "by_kind")
    search_fields = ("registration__person__search_text",)
    list_select_related = ("registration__person", "registration__day")
    date_hierarchy = "checked_in_at"

    @admin.display(description="personne", ordering="registration__person__sort_text")
    def person(self, obj: CheckIn) -> str:
        """Who."""
        return str(obj.registration.person)

    @admin.display(description="journée", ordering="registration__day__date")
    def day(self, obj: CheckIn) -> str:
        """Where."""
        return str(obj.registration.day)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The accueil notes presences."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: CheckIn | None = None) -> bool:
        """What was noted stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CheckIn | None = None) -> bool:
        """What was noted stays."""
        return False

"""Admin of the fiches: read only, they are written by link or by the team."""

from django.contrib import admin
from django.http import HttpRequest

from events.restitution.models import SessionReport


@admin.register(SessionReport)
class SessionReportAdmin(admin.ModelAdmin):
    """Which session has a fiche, and whether it was handed over."""

    list_display = ("session_title", "day", "extracts", "finished_at", "updated_at")
    list_filter = (("session__day", admin.RelatedOnlyFieldListFilter), ("finished_at", admin.EmptyFieldListFilter))
    search_fields = ("session__title",)
    list_select_related = ("session__day",)

    def get_queryset(self, request: HttpRequest):  # type: ignore[no-untyped-def]
        """With the count of extracts."""
        return super().get_queryset(request).with_extracts()

    @admin.display(description="séance", ordering="session__title")
    def session_title(self, obj: SessionReport) -> str:
        """What it reports."""
        return obj.session.title

    @admin.display(description="journée", ordering="session__day__date")
    def day(self, obj: SessionReport) -> str:
        """Of which day."""
        return str(obj.session.day)

    @admin.display(description="extraits", ordering="extracts_count")
    def extracts(self, obj: SessionReport) -> int:
        """How many stand."""
        return obj.extracts_count

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made with its note, on the page of the day."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SessionReport | None = None) -> bool:
        """Its state passes through the service."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SessionReport | None = None) -> bool:
        """Its note would be left without a place."""
        return False

"""Admin of seats and mandates: seen there, given and ended by the services."""

from django.contrib import admin

from collectives.mandates.models import Mandate, Seat
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    """One for each voting member."""

    list_display = ("membership", "collective", "created_at")
    list_select_related = ("membership__collective", "membership__person", "membership__organisation")
    search_fields = ("membership__person__search_text", "membership__organisation__search_text", "membership__collective__search_text")

    @admin.display(description="collectif")
    def collective(self, seat: Seat) -> str:
        """The group of the seat."""
        return seat.membership.collective.name


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin):
    """Who sits for which organisation."""

    list_display = ("person", "kind", "organisation", "starts_on", "ends_on", "designation")
    list_filter = ("kind",)
    list_select_related = ("person", "seat__membership__organisation")
    search_fields = ("person__search_text", "seat__membership__organisation__search_text")
    date_hierarchy = "starts_on"

    @admin.display(description="structure")
    def organisation(self, mandate: Mandate) -> str:
        """For whom."""
        return mandate.seat.membership.name

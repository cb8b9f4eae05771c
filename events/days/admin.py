"""Days and cycles in the Django admin: read, as services guard every change."""

from django.contrib import admin

from events.days.models import Cycle, Day, DayPartner, Room
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = ["name", "slug", "created_at"]
    search_fields = ["name"]


@admin.register(Day)
class DayAdmin(ReadOnlyAdmin):
    list_display = ["title", "date", "cycle", "state", "place_name", "capacity"]
    list_filter = ["state", "cycle"]
    list_select_related = ["cycle"]
    search_fields = ["search_text"]
    date_hierarchy = "date"


@admin.register(DayPartner)
class DayPartnerAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "role", "day", "position"]
    list_filter = ["role"]
    list_select_related = ["organisation", "day"]
    search_fields = ["organisation__search_text"]


@admin.register(Room)
class RoomAdmin(ReadOnlyAdmin):
    list_display = ["name", "day", "capacity", "position"]
    list_select_related = ["day"]
    search_fields = ["name", "day__search_text"]

"""The programme in the Django admin: read, as services guard every change."""

from django.contrib import admin

from events.programme.models import ProgrammeVersion, Session, SessionRole
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ["title", "day", "kind", "starts", "ends", "room", "bookable", "capacity", "full"]
    list_filter = ["kind", "bookable", "full"]
    list_select_related = ["day", "room"]
    search_fields = ["title", "day__search_text"]


@admin.register(SessionRole)
class SessionRoleAdmin(ReadOnlyAdmin):
    list_display = ["person", "role", "session", "organisation", "state"]
    list_filter = ["role", "state"]
    list_select_related = ["person", "session", "organisation"]
    search_fields = ["person__search_text", "session__title"]


@admin.register(ProgrammeVersion)
class ProgrammeVersionAdmin(ReadOnlyAdmin):
    list_display = ["day", "number", "released_at", "note"]
    list_select_related = ["day"]
    search_fields = ["day__search_text", "note"]

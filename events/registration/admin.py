"""Admin of registrations: read only, places are counted by services under the lock of the day."""

from django.contrib import admin

from events.registration.models import Registration, SessionChoice
from labo_ess.ui.admin import ReadOnlyAdmin


class ChoiceInline(admin.TabularInline):
    model = SessionChoice
    extra = 0
    can_delete = False
    fields = readonly_fields = ("session", "state", "queue_number")

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        """Services seat people."""
        return False


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """Who comes to which day."""

    list_display = ("person", "day", "state", "quality", "organisation_label", "origin", "answered_at")
    list_filter = ("state", "quality", "origin", ("day", admin.RelatedOnlyFieldListFilter))
    search_fields = ("person__search_text",)
    list_select_related = ("person", "day")
    date_hierarchy = "answered_at"
    exclude = ("form_key",)
    inlines = (ChoiceInline,)


@admin.register(SessionChoice)
class SessionChoiceAdmin(ReadOnlyAdmin):
    """Who chose which atelier."""

    list_display = ("person", "session", "state", "queue_number", "created_at")
    list_filter = ("state", ("session__day", admin.RelatedOnlyFieldListFilter))
    search_fields = ("registration__person__search_text",)
    list_select_related = ("registration__person", "session")

    @admin.display(description="personne", ordering="registration__person__sort_text")
    def person(self, obj: SessionChoice) -> str:
        """Who."""
        return str(obj.registration.person)

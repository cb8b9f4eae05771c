"""Admin of meetings, presences, decisions and approvals: read only, since services guard every passage."""

from django.contrib import admin
from django.http import HttpRequest

from collectives.meetings.models import AgendaItem, Approval, Attendance, Decision, Meeting, SeatAnswer
from labo_ess.ui.admin import ReadOnlyAdmin


class ItemInline(admin.TabularInline):
    """The agenda."""

    model = AgendaItem
    fields = ("position", "title", "minutes", "presenter")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Services write."""
        return False


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    """Meetings of every group."""

    list_display = ("title", "collective", "starts_at", "state", "minutes_state", "sequence", "trashed_at")
    list_filter = ("state", "minutes_state", ("collective", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "place", "collective__search_text")
    list_select_related = ("collective",)
    date_hierarchy = "starts_at"
    inlines = (ItemInline,)


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    """Answers and presences."""

    list_display = ("member", "meeting", "answer", "presence", "present", "answered_at")
    list_filter = ("answer", "presence")
    search_fields = ("meeting__title", "membership__person__search_text", "membership__organisation__search_text")
    list_select_related = ("meeting", "membership__person", "membership__organisation", "present")

    @admin.display(description="membre")
    def member(self, obj: Attendance) -> str:
        """Whose seat it is."""
        return obj.membership.name


@admin.register(SeatAnswer)
class SeatAnswerAdmin(ReadOnlyAdmin):
    """What each holder answered."""

    list_display = ("person", "answer", "attendance", "updated_at")
    list_filter = ("answer",)
    search_fields = ("person__search_text", "attendance__meeting__title")
    list_select_related = ("person", "attendance")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """The register of decisions."""

    list_display = ("__str__", "collective", "meeting", "state", "decided_on", "review_on")
    list_filter = ("state", ("collective", admin.RelatedOnlyFieldListFilter))
    search_fields = ("search_text",)
    list_select_related = ("collective", "meeting")
    date_hierarchy = "decided_on"


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    """Frozen states of minutes."""

    list_display = ("meeting", "number", "approved_at", "by_kind", "why")
    search_fields = ("meeting__title",)
    list_select_related = ("meeting",)

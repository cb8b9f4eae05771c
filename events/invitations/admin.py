"""Admin of invitations: read only, they follow mails and answers."""

from django.contrib import admin

from events.invitations.models import Invitation
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who is invited to which day."""

    list_display = ("person", "day", "state", "sent_at", "answered_at", "mailing")
    list_filter = ("state", ("day", admin.RelatedOnlyFieldListFilter))
    search_fields = ("person__search_text",)
    list_select_related = ("person", "day", "mailing")
    date_hierarchy = "created_at"

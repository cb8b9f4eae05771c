"""The outbox for administrators: states and errors, never a text nor a sign-in mail."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from labo_ess.outbox.models import OutboxEmail
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(OutboxEmail)
class OutboxEmailAdmin(ReadOnlyAdmin):
    """Sending again is done from « Envois », by the service."""

    list_display = ("message", "state", "priority", "attempts", "next_try_at", "sent_at", "error")
    list_filter = ("state", "priority", "message")
    search_fields = ("key", "message_id")
    date_hierarchy = "created_at"
    fields = (
        "message",
        "key",
        "state",
        "held_because",
        "priority",
        "not_before",
        "next_try_at",
        "attempts",
        "message_id",
        "reply_code",
        "error",
        "sent_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxEmail]:
        """Sign-in mails are shown to nobody."""
        return super().get_queryset(request).filter(private=False)

"""Admin of mailings: read only, a text that left is frozen."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from contacts.mailings.models import Mailing, MailingRecipient
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    """What was written to many."""

    list_display = ("subject", "kind", "state", "recipients_count", "contact_list", "created_at", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("subject",)
    list_select_related = ("contact_list",)
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mailing]:
        """With the number of recipients."""
        return super().get_queryset(request).annotate(recipients_count=Count("recipients"))

    @admin.display(description="destinataires", ordering="recipients_count")
    def recipients_count(self, obj: Mailing) -> int:
        """How many persons it went to."""
        return int(obj.recipients_count)


@admin.register(MailingRecipient)
class MailingRecipientAdmin(ReadOnlyAdmin):
    """To whom a mailing went."""

    list_display = ("person", "mailing", "created_at")
    search_fields = ("person__search_text", "mailing__subject")
    list_select_related = ("person", "mailing")

"""Accounts as administrators see them. Roles and suspension go through services, since they end sessions."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from labo_ess.accounts.models import User
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Read-only, with the way to the page that changes an account."""

    list_display = ("name", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    fields = ("name", "email", "role", "is_active", "last_login", "created_at", "manage")
    readonly_fields = ("manage",)

    @admin.display(description="gérer")
    def manage(self, user: User) -> str:
        """The page that changes roles and suspends."""
        return format_html('<a href="{}">Gérer ce compte</a>', reverse("signin:account", args=[user.public_id]))

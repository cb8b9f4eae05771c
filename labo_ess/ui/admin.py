"""The base of every admin page whose rows a service guards."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnly:
    """Administrators read everything here and change nothing: services do that, with their journal and mails."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """A page to read."""


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    """Rows to read inside the page of their parent."""

    extra = 0

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All that is shown, columns that no form may hold included."""
        return self.fields or super().get_readonly_fields(request, obj)

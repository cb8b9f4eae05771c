"""Limits under way, for administrators: keys are hashed, nobody can be told from them."""

from django.contrib import admin

from labo_ess.throttle.models import Attempt
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """How many attempts, in which window."""

    list_display = ("scope", "count", "window", "ends_at")
    list_filter = ("scope",)
    search_fields = ("scope",)

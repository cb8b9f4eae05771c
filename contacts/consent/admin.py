"""Consents in the Django admin: proofs, hence never changed."""

from django.contrib import admin

from contacts.consent.models import Consent, Suppression
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["person", "purpose", "given", "source", "created_at"]
    list_filter = ["purpose", "given"]
    search_fields = ["person__search_text"]
    list_select_related = ["person"]


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    search_fields = ["reason"]
    list_display = ["created_at", "reason"]
    list_filter = ["reason"]

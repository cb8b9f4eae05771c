"""Consents in the Django admin: proofs, hence never changed."""

from django.contrib import admin

from contacts.consent.models import Consent, Subscription, Suppression
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


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["address", "last_name", "first_name", "purpose", "created_at", "confirmed_at", "person"]
    list_filter = ["purpose", ("confirmed_at", admin.EmptyFieldListFilter)]
    search_fields = ["address", "last_name"]
    list_select_related = ["person"]

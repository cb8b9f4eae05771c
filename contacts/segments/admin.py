"""Lists in the Django admin."""

from django.contrib import admin

from contacts.segments.models import ContactList, ListMember
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(ContactList)
class ContactListAdmin(ReadOnlyAdmin):
    list_display = ["name", "note", "created_at", "trashed_at"]
    search_fields = ["name"]


@admin.register(ListMember)
class ListMemberAdmin(ReadOnlyAdmin):
    list_display = ["contact_list", "person", "created_at"]
    search_fields = ["person__search_text", "contact_list__name"]
    list_select_related = ["contact_list", "person"]

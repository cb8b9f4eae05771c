"""Lists in the Django admin."""

from django.contrib import admin

from contacts.directory.admin import ReadOnly
from contacts.segments.models import ContactList, ListMember


@admin.register(ContactList)
class ContactListAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "note", "created_at", "trashed_at"]
    search_fields = ["name"]


@admin.register(ListMember)
class ListMemberAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["contact_list", "person", "created_at"]
    search_fields = ["person__search_text", "contact_list__name"]
    list_select_related = ["contact_list", "person"]

"""Threads in the Django admin: read there, written in the pages of the house."""

from django.contrib import admin

from contacts.comments.models import Comment
from contacts.directory.admin import ReadOnly


@admin.register(Comment)
class CommentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "thread", "person", "author_kind", "withdrawn_at"]
    list_filter = ["author_kind"]
    search_fields = ["person__search_text"]
    list_select_related = ["thread", "person"]
    date_hierarchy = "created_at"

"""Threads in the Django admin: read there, written in the pages of the house."""

from django.contrib import admin

from contacts.comments.models import Comment, Thread
from labo_ess.ui.admin import ReadOnlyAdmin


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "thread", "person", "author_kind", "withdrawn_at"]
    list_filter = ["author_kind"]
    search_fields = ["person__search_text"]
    list_select_related = ["thread", "person"]
    date_hierarchy = "created_at"


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "about_type", "topic"]
    list_filter = ["about_type"]
    search_fields = ["public_id"]

"""Actions in the Django admin: looked up there, done in the pages of the house; models of retro-planning are edited here."""

from django.contrib import admin

from collectives.actions.models import Action, Board, PlanningLine, PlanningModel
from contacts.directory.admin import ReadOnly


@admin.register(Action)
class ActionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "collective", "owner", "due_on", "state", "trashed_at"]
    list_filter = ["state", "pinned"]
    search_fields = ["search_text", "collective__search_text"]
    list_select_related = ["collective", "owner"]
    date_hierarchy = "due_on"


@admin.register(Board)
class BoardAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "collective", "anchor_date", "follows_day"]
    search_fields = ["title", "collective__search_text"]
    list_select_related = ["collective"]


class PlanningLineInline(admin.TabularInline):
    model = PlanningLine
    extra = 1


@admin.register(PlanningModel)
class PlanningModelAdmin(admin.ModelAdmin):
    list_display = ["name", "updated_at"]
    search_fields = ["name"]
    inlines = [PlanningLineInline]

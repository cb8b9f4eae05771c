"""Actions in the Django admin: looked up there, done in the pages of the house; models of retro-planning are edited here."""

from django.contrib import admin

from collectives.actions.models import Action, Board, ChecklistItem, Column, Label, PlanningLine, PlanningModel
from labo_ess.ui.admin import ReadOnlyAdmin, ReadOnlyInline


class ChecklistInline(ReadOnlyInline):
    model = ChecklistItem
    fields = ["text", "done"]


class ColumnInline(ReadOnlyInline):
    model = Column
    fields = ["title", "position", "closes"]


class LabelInline(ReadOnlyInline):
    model = Label
    fields = ["name", "series"]


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["title", "collective", "owner", "due_on", "state", "trashed_at"]
    list_filter = ["state", "pinned"]
    search_fields = ["search_text", "collective__search_text"]
    list_select_related = ["collective", "owner"]
    date_hierarchy = "due_on"
    inlines = [ChecklistInline]


@admin.register(Board)
class BoardAdmin(ReadOnlyAdmin):
    list_display = ["title", "collective", "anchor_date", "follows_day"]
    inlines = [ColumnInline, LabelInline]
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

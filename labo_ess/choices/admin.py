"""Words are renamed, ordered, retired by an admin; a word in use is never deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from labo_ess.choices.models import Choice
from labo_ess.choices.registry import LISTS
from labo_ess.choices.services import uses
from labo_ess.text.typography import typo_fr


class ChoiceListFilter(admin.SimpleListFilter):
    """By list, under its French name."""

    title = "liste"
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(each.code, each.label) for each in LISTS.values()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(list=self.value()) if self.value() else queryset


class ChoiceForm(forms.ModelForm):
    """A new word chooses its list; its code never changes afterwards."""

    in_list = forms.ChoiceField(label="Liste")

    class Meta:
        model = Choice
        fields = ["label", "position", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_list"].choices = [(each.code, each.label) for each in LISTS.values()]

    def clean(self) -> dict[str, Any]:
        """A code serves once in its list."""
        cleaned = super().clean() or self.cleaned_data
        if Choice.objects.filter(list=cleaned.get("in_list", ""), code=cleaned.get("code", "")).exists():
            self.add_error("code", typo_fr("Ce code est déjà dans cette liste : choisissez-en un autre, ou renommez le mot qui le porte."))
        return cleaned


@admin.register(Choice)
class ChoiceAdmin(admin.ModelAdmin):
    list_display = ["label", "list_label", "code", "position", "active"]
    list_editable = ["position", "active"]
    list_filter = [ChoiceListFilter, "active"]
    search_fields = ["label", "code"]
    actions = None

    @admin.display(description="liste", ordering="list")
    def list_label(self, choice: Choice) -> str:
        found = LISTS.get(choice.list)
        return found.label if found else choice.list

    def get_fields(self, request: HttpRequest, obj: Choice | None = None) -> list[str]:
        return ["label", "position", "active"] if obj else ["in_list", "code", "label", "position", "active"]

    def get_form(self, request: HttpRequest, obj: Choice | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = ChoiceForm
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Choice, form: Any, change: bool) -> None:
        if not change:
            obj.list = form.cleaned_data["in_list"]
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Choice | None = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request, obj)
        used = uses(obj.list, obj.code)
        if used and request.method == "GET" and "delete" in request.path:
            messages.error(request, typo_fr(f"« {obj.label} » est utilisé {used} fois : décochez « proposé » pour ne plus le proposer."))
        return not used and super().has_delete_permission(request, obj)

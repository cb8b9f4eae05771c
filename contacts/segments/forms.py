"""Forms of lists."""

from typing import Any

from django import forms

from contacts.segments.models import ContactList
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import NameField, layout


class ListForm(forms.Form):
    """Name of a list and how it was made."""

    name = NameField(label="Nom de la liste", max_length=120)
    note = NameField(label="Comment elle est faite", required=False, max_length=300, help_text="Par exemple « Alimentation, Cher et Indre ».")
    tout = forms.CharField(required=False, widget=forms.HiddenInput())
    filtre = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, submit: str, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout("name", "note", "tout", "filtre", submit=submit, cancel=cancel)


class ChooseListForm(forms.Form):
    """Into which list: one that exists, or a new one."""

    contact_list = forms.ModelChoiceField(
        ContactList.objects.alive(), to_field_name="public_id", label="Liste", required=False, empty_label="Choisir une liste"
    )
    new_name = NameField(label="Ou nom d’une nouvelle liste", required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """One or the other."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("contact_list")) == bool(cleaned.get("new_name")):
            self.add_error("contact_list", typo_fr("Choisissez une liste, ou donnez un nom à une nouvelle : l’un ou l’autre."))
        return cleaned

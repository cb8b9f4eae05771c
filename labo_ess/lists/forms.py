"""Naming a view."""

from typing import Any

from django import forms

from labo_ess.ui.forms import NameField, layout


class SavedViewForm(forms.Form):
    """Its name; the address comes along."""

    label = NameField(label="Nom de la vue", max_length=80, help_text="Elle apparaîtra sous « Mes vues », dans le menu.")
    adresse = forms.CharField(widget=forms.HiddenInput, max_length=2400)
    liste = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layout("label", "adresse", "liste", submit="Enregistrer la vue", cancel=back)

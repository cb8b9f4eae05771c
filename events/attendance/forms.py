"""The form of the accueil."""

from uuid import uuid4

from django import forms

from labo_ess.text.names import clean_name


class WalkInForm(forms.Form):
    """Someone who is not on the list."""

    last_name = forms.CharField(label="Nom", max_length=120)
    first_name = forms.CharField(label="Prénom", max_length=120, required=False)
    organisation = forms.CharField(label="Structure", max_length=250, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False, help_text="Pour lui envoyer la synthèse.")
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["form_key"].initial = uuid4().hex
        for name in ("last_name", "first_name", "organisation", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_last_name(self) -> str:
        """One line, not empty."""
        name = clean_name(self.cleaned_data["last_name"])
        if not name:
            raise forms.ValidationError("Écrivez au moins le nom.")
        return name

    def clean_first_name(self) -> str:
        """One line."""
        return clean_name(self.cleaned_data["first_name"])

    def clean_organisation(self) -> str:
        """One line."""
        return clean_name(self.cleaned_data["organisation"])


class SheetForm(forms.Form):
    """Which feuille d'émargement: the day's, or a session's."""

    session = forms.UUIDField(required=False)

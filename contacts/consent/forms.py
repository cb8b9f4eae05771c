"""Noting what a person accepted or refused."""

from django import forms

from contacts.consent.enums import CONSENT_NEEDED, Purpose
from labo_ess.ui.forms import NameField


class ConsentForm(forms.Form):
    """A yes or a no, and where it was given."""

    purpose = forms.ChoiceField(
        label="Pour",
        choices=[(each.value, each.label.capitalize()) for each in Purpose if each in CONSENT_NEEDED or each == Purpose.INVITATION],
    )
    answer = forms.ChoiceField(label="Réponse", choices=[("yes", "Accepte"), ("no", "Refuse")], widget=forms.RadioSelect)
    wording = forms.CharField(label="Texte présenté à la personne", required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    source = NameField(label="Recueilli par", max_length=120, help_text="Par exemple « appel du 3 novembre ».")

"""Noting what a person accepted or refused."""

from django import forms

from contacts.consent.enums import CONSENT_NEEDED, Purpose
from contacts.directory.forms import AddressField
from labo_ess.text.typography import typo_fr
from labo_ess.throttle.robots import OpenForm
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


class SubscribeForm(OpenForm):
    """« S’abonner »: a name, so that the fiche is found again, and an address that will be asked."""

    first_name = NameField(label="Prénom", max_length=120, required=False, widget=forms.TextInput({"autocomplete": "given-name"}))
    last_name = NameField(
        label="Nom",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": typo_fr("Écrivez votre nom.")},
    )
    email = AddressField(
        label="Adresse électronique",
        help_text="Un message y part, avec un lien pour confirmer. Sans cette confirmation, rien n’est gardé.",
        error_messages={"required": typo_fr("Écrivez votre adresse.")},
    )

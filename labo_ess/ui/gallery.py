"""Every component with invented words: what a page may be made of."""

from types import SimpleNamespace
from typing import Any

from django import forms

from labo_ess.ui.forms import DateField, MarkdownField, NameField, Row, Section, TimeField, layout
from labo_ess.ui.vendoring import sprite_names
from labo_ess.ui.widgets import Card, ChoiceCards


class GalleryForm(forms.Form):
    """One field of each kind."""

    name = NameField(label="Nom de la structure", help_text="Tel qu’il figure dans ses statuts.")
    email = forms.EmailField(label="Adresse électronique", required=False)
    day = DateField(label="Date")
    start = TimeField(label="Début", required=False)
    kind = forms.ChoiceField(label="Forme", choices=[("", "—"), ("association", "Association"), ("scic", "Scic")])
    answer = forms.ChoiceField(
        label="Atelier du matin",
        help_text="Choisissez un seul atelier.",
        widget=ChoiceCards(attrs={"data-choice": ""}),
        choices=[
            ("1", Card("Alimentation, du champ à la cantine", "Salle Loire", "ok", "12 places restantes")),
            ("2", Card("Financer les coopérations", "Salle Loiret", "bad", "Complet — liste d’attente, 6 personnes avant vous")),
        ],
    )
    seats = forms.MultipleChoiceField(
        label="Jours de présence", required=False, widget=forms.CheckboxSelectMultiple, choices=[("1", "Mardi"), ("2", "Mercredi")]
    )
    about = MarkdownField(label="Présentation", required=False)
    photos = forms.BooleanField(label="Je peux apparaître sur les photos de la journée.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [Section("Identité", "name", "email", "kind"), Section("Quand", Row("day", "start"), "answer", "seats"), "about", "photos"]
        self.helper = layout(*parts, submit="Enregistrer la structure", cancel="#")
        self.helper.form_method = "get"


def gallery() -> dict[str, Any]:
    """The context of the page."""
    refused = GalleryForm({"name": "x" * 200, "email": "pas une adresse", "day": "31/02/2026", "start": "25h", "kind": ""}, auto_id="refus_%s")
    refused.is_valid()
    for form in (sound := GalleryForm(auto_id="bon_%s"), refused):
        form.helper.form_tag = False
    return {
        "tones": [
            ("ok", "Inscrit·e"),
            ("wait", "Liste d’attente, 2e"),
            ("bad", "Désisté·e"),
            ("info", "À confirmer"),
            ("accent", "Inscriptions ouvertes"),
            ("", "À venir"),
        ],
        "icons": sorted(sprite_names()),
        "sound": sound,
        "refused": refused,
        "messages_shown": [
            SimpleNamespace(level_tag=tag, words=words)
            for tag, words in (("", "Une information."), ("success", "C’est enregistré."), ("warning", "À vérifier."), ("error", "Refusé."))
        ],
    }

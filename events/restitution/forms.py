"""Forms of a fiche, the same for the rapporteur·e and for the team."""

from uuid import uuid4

from django import forms

from collectives.notes.enums import ExtractKind, MayQuote
from events.restitution.prints import ICONS
from labo_ess.text.names import clean_name, clean_text

LONGEST_EXTRACT = 5_000
LONGEST_NOTE = 200_000


class ExtractForm(forms.Form):
    """What was said: kind, words, who speaks, may we quote."""

    kind = forms.ChoiceField(
        label="Type d’extrait",
        choices=ExtractKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un constat, une idée, un besoin, un verbatim ou une proposition."},
    )
    text = forms.CharField(
        label="Ce qui s’est dit",
        max_length=LONGEST_EXTRACT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez ce qui s’est dit."},
    )
    speaker = forms.CharField(label="Par qui", max_length=120, required=False)
    may_quote = forms.ChoiceField(
        label="Peut-on citer ?", choices=MayQuote.choices, initial=MayQuote.UNNAMED, widget=forms.RadioSelect, required=False
    )
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["form_key"].initial = uuid4().hex
        self.fields["speaker"].widget.attrs["autocomplete"] = "off"

    @property
    def kinds(self) -> list[tuple[str, str, str]]:
        """Value, label and icon of each kind, for the chips."""
        return [(str(kind), kind.label.capitalize(), ICONS[kind]) for kind in ExtractKind]

    def clean_text(self) -> str:
        """What remains when control characters and spaces around are gone; never empty."""
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError("Écrivez ce qui s’est dit.")
        return text

    def clean_speaker(self) -> str:
        """One line."""
        return clean_name(self.cleaned_data["speaker"])

    def clean_may_quote(self) -> str:
        """Without an answer: not by name."""
        return self.cleaned_data["may_quote"] or MayQuote.UNNAMED


class NotesForm(forms.Form):
    """The whole text of the note, with the version that was read."""

    text = forms.CharField(label="Notes libres", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 10}))
    lock_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id="notes_%s", **kwargs)  # type: ignore[misc, arg-type]

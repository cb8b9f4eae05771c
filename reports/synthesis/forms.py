"""Forms of the composer."""

from typing import Any

from django import forms

from collectives.notes.enums import ExtractKind
from labo_ess.text.names import clean_name
from reports.synthesis.enums import SourceKind
from reports.synthesis.models import Section, Synthesis

LONGEST_SENTENCE = 5_000
LONGEST_INTRODUCTION = 20_000


class FrontForm(forms.ModelForm):
    """Title, subtitle and introduction, with the version that was read."""

    title = forms.CharField(label="Titre", max_length=200)
    subtitle = forms.CharField(label="Sous-titre", max_length=250, required=False)
    introduction = forms.CharField(
        label="Introduction",
        max_length=LONGEST_INTRODUCTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="En Markdown : une ligne vide entre deux paragraphes, **gras**, *italique*, - pour une liste.",
    )
    lock_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Synthesis
        fields = ("title", "subtitle", "introduction")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock_version"].initial = self.instance.lock_version

    def clean_title(self) -> str:
        """One line, not empty."""
        return _one_line(self.cleaned_data["title"])


class SectionForm(forms.Form):
    """A heading."""

    title = forms.CharField(label="Intertitre", max_length=200, error_messages={"required": "Écrivez un intertitre."})
    lock_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        """One line, not empty."""
        return _one_line(self.cleaned_data["title"])


class SentenceForm(forms.Form):
    """A sentence in the author's words; with an extract, it says otherwise what was said."""

    text = forms.CharField(
        label="Phrase",
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez une phrase."},
    )
    extract = forms.UUIDField(required=False, widget=forms.HiddenInput)
    lock_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class EditSentenceForm(SentenceForm):
    """The same, with the section it stands in."""

    section = forms.ModelChoiceField(label="Partie", queryset=Section.objects.none(), to_field_name="public_id", empty_label=None)

    def __init__(self, *args: Any, synthesis: Synthesis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = synthesis.sections.alive().order_by("position", "pk")
        self.fields["text"].widget.attrs["rows"] = 5


class SourceForm(forms.Form):
    """Which sentence an extract supports, qualifies or contradicts."""

    sentence = forms.UUIDField(error_messages={"required": "Choisissez la phrase.", "invalid": "Choisissez la phrase."})
    extract = forms.UUIDField()
    kind = forms.ChoiceField(choices=SourceKind.choices, required=False)

    def clean_kind(self) -> str:
        """It supports, unless said otherwise."""
        return self.cleaned_data["kind"] or SourceKind.SUPPORTS


class ExtractFilter(forms.Form):
    """Which extracts stand beside the text; what it does not know is ignored."""

    nature = forms.ChoiceField(choices=[("", ""), *ExtractKind.choices], required=False)
    seance = forms.UUIDField(required=False)
    libres = forms.BooleanField(required=False)
    partie = forms.UUIDField(required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        """What was asked and makes sense."""
        return self.cleaned_data if self.is_valid() else {name: self.cleaned_data.get(name) for name in self.fields}


def _one_line(text: str) -> str:
    name = clean_name(text)
    if not name:
        raise forms.ValidationError("Écrivez au moins un mot.")
    return name

"""What is typed in the room and about minutes."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from collectives.actions.querysets import owners_of
from collectives.groups.models import Collective
from collectives.meetings.enums import DecisionState
from collectives.meetings.models import Decision
from collectives.minutes.decisions import FIRST_STATES
from collectives.minutes.record import Point
from collectives.notes.enums import ExtractKind, MayQuote
from contacts.directory.models import Person
from labo_ess.text.names import clean_text
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import DateField, NameField
from labo_ess.ui.widgets import Card, ChoiceCards

LONGEST_NOTE = 200_000
KINDS = (("constat", "graduation-cap"), ("idee", "lightbulb"), ("besoin", "hand-helping"), ("verbatim", "quote"), ("proposition", "megaphone"))


class RefusableForm(forms.Form):
    """A service's refusal lands beside its field."""

    def refuse(self, error: Exception) -> None:
        """Show it beside its field, or above the form."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))


class DecisionForm(RefusableForm):
    """What is decided under a point."""

    text = forms.CharField(
        label="Ce qui est décidé", max_length=6000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": typo_fr("Écrivez ce qui est décidé.")},
    )  # fmt: skip
    state = forms.ChoiceField(label="État", choices=[(state.value, state.label.capitalize()) for state in FIRST_STATES], initial=DecisionState.MADE)
    review_on = DateField(label="À revoir le", required=False)

    def __init__(self, *args: Any, decision: Decision | None = None, **kwargs: Any) -> None:
        if decision is not None:
            kwargs["initial"] = {"text": decision.text, "review_on": decision.review_on}
        super().__init__(*args, **kwargs)
        if decision is not None:
            del self.fields["state"]


class TakeOnForm(RefusableForm):
    """An action born of a point: what, who, for when, and of which decision."""

    title = NameField(label="Quoi", max_length=250, error_messages={"required": typo_fr("Écrivez ce qu’il y a à faire.")})
    owner = forms.ModelChoiceField(Person.objects.none(), label="Qui", required=False, empty_label="À décider", to_field_name="public_id")
    due_on = DateField(label="Échéance", required=False)
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="Née de la décision", required=False, empty_label="D’aucune", to_field_name="public_id"
    )

    def __init__(self, *args: Any, collective: Collective, decisions: Any = (), people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners_of(collective)  # type: ignore[attr-defined]
        if people is not None:  # the same list for every point of a page, read once
            self.fields["owner"].choices = [("", "À décider"), *((str(person.public_id), person.name) for person in people)]  # type: ignore[attr-defined]
        chosen = [decision.pk for decision in decisions]
        if not chosen:
            del self.fields["decision"]
        else:
            self.fields["decision"].queryset = Decision.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]
            self.fields["decision"].choices = [("", "D’aucune"), *((str(each.public_id), str(each)) for each in decisions)]  # type: ignore[attr-defined]


class ReviewForm(RefusableForm):
    """Until when those present comment."""

    comment_until = DateField(label="Relecture jusqu’au", help_text=typo_fr("Inclus. Passé ce jour, les liens lisent sans plus commenter."))


class CorrectionForm(RefusableForm):
    """Another text for a point of approved minutes, and why."""

    text = forms.CharField(label="Texte corrigé", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 14}))
    why = NameField(
        label="Raison de la correction",
        max_length=300,
        error_messages={"required": typo_fr("Dites pourquoi : la raison reste avec les deux versions.")},
    )
    tell = forms.BooleanField(label=typo_fr("Envoyer la version corrigée aux présent·e·s et excusé·e·s"), required=False)
    lock_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class PassageForm(RefusableForm):
    """A passage of a point as an extract."""

    kind = forms.ChoiceField(
        label="Ce que c’est", choices=ExtractKind.choices, widget=forms.RadioSelect,
        error_messages={"required": typo_fr("Dites ce que c’est : constat, idée, besoin, verbatim ou proposition.")},
    )  # fmt: skip
    text = forms.CharField(
        label="Passage", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=typo_fr("Les mots exacts du compte rendu : sélectionnez-les ci-contre, puis reprenez la sélection ou recopiez-la."),
        error_messages={"required": typo_fr("Choisissez un passage du compte rendu.")},
    )  # fmt: skip
    speaker = NameField(label="Qui parle", max_length=120, required=False)
    may_quote = forms.ChoiceField(
        label=typo_fr("Peut-on citer ?"),
        choices=[(each.value, each.label.capitalize()) for each in MayQuote],
        initial=MayQuote.UNNAMED,
        widget=forms.RadioSelect,
    )
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4().hex

    @property
    def kinds(self) -> list[tuple[str, str, str]]:
        """Value, label and icon of each kind, for the chips."""
        return [(code, ExtractKind(code).label.capitalize(), icon) for code, icon in KINDS]

    def clean_text(self) -> str:
        """As notes store it."""
        return clean_text(self.cleaned_data["text"])


class CommentForm(RefusableForm):
    """Remarks of a reader, point by point, or nothing to correct: one form, one choice, one button."""

    choice = forms.ChoiceField(
        label="Votre relecture", widget=ChoiceCards(attrs={"data-choice": "comment"}),
        choices=[
            ("agree", Card("Rien à corriger", typo_fr("J’ai relu ce compte rendu et il me convient."))),
            ("comment", Card("J’ai des remarques", typo_fr("Celles que j’ai écrites ci-dessus."))),
        ],
        error_messages={"required": typo_fr("Choisissez : rien à corriger, ou des remarques.")},
    )  # fmt: skip
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4().hex
        self.topics = {f"remark-{point.item.public_id}": str(point.item.public_id) for point in points} | {"remark": ""}
        for name, topic in self.topics.items():
            label = "Remarque sur ce point" if topic else "Remarque sur l’ensemble"
            too_long = typo_fr("Cette remarque est trop longue : 5 000 caractères au plus.")
            widget = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = forms.CharField(label=label, required=False, max_length=5000, widget=widget, error_messages={"max_length": too_long})

    @property
    def remarks(self) -> dict[str, str]:
        """What was typed, by point."""
        return {topic: self.cleaned_data.get(name, "") for name, topic in self.topics.items()}

    @property
    def whole(self) -> Any:
        """The remark on the whole."""
        return self["remark"]

    def remark_on(self, point: Point) -> Any:
        """The field of a point."""
        return self[f"remark-{point.item.public_id}"]


def default_review_day() -> date:
    """A week from today."""
    return timezone.localdate() + timedelta(days=7)

"""What is typed about actions and boards, by who edits the group or by the owner of an action."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models.functions import Lower
from django.utils import timezone

from collectives.actions.exceptions import ActionRefused
from collectives.actions.models import Action, Board, Column, Label, PlanningModel
from collectives.actions.querysets import owners_of
from collectives.groups.models import Collective
from contacts.directory.models import EmailAddress, Person
from labo_ess.text.dates import long_date, parse_date
from labo_ess.text.names import clean_text
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import DateField, NameField
from labo_ess.ui.widgets import Card, ChoiceCards, MarkdownInput

FURTHEST = timedelta(days=3 * 366)
OTHER = "autre"
COLOURS = ("vert", "orange", "bleu", "ocre", "prune", "olive", "violet", "rouge")
"""What the eight series of the house look like."""
TOO_LONG = typo_fr("Ces précisions sont trop longues : 10 000 caractères au plus.")
STEPS = ((7, "D’une semaine"), (14, "De deux semaines"), (30, "D’un mois"))


class RefusableForm(forms.Form):
    """A service's refusal lands beside its field."""

    def refuse(self, error: ActionRefused) -> None:
        """Show it beside its field, or above the form."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class ActionForm(RefusableForm):
    """An action: what, who, when, where on the board."""

    title = NameField(label="Quoi", max_length=250)
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Qui", required=False, empty_label="Personne pour le moment", to_field_name="public_id"
    )
    other = NameField(
        label="Quelqu’un d’autre du répertoire",
        max_length=254,
        required=False,
        help_text=typo_fr("Son adresse électronique. Elle l’emporte sur la liste ci-dessus."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    due_on = DateField(label="Échéance", required=False)
    pinned = forms.BooleanField(
        label=typo_fr("Date fixée à la main : elle reste quand le jour J bouge"),
        required=False,
    )
    column = forms.ModelChoiceField(Column.objects.none(), label="Colonne", required=False, empty_label="Hors tableau", to_field_name="public_id")
    labels = forms.ModelMultipleChoiceField(
        Label.objects.none(), label="Étiquettes", required=False, to_field_name="public_id", widget=forms.CheckboxSelectMultiple
    )
    description = forms.CharField(label="Précisions", required=False, widget=MarkdownInput(attrs={"rows": 5}))
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, collective: Collective, action: Action | None = None, board: Board | None = None, wide: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.collective, self.action = collective, action
        board = action.board if action else board
        self.anchor = board.anchor_date if board else None
        self.fields["owner"].queryset = owners_of(collective, action.owner_id if action else None)  # type: ignore[attr-defined]
        columns = Column.objects.filter(board__collective=collective).select_related("board").order_by("board__position", "board", "position")
        self.fields["column"].queryset = columns  # type: ignore[attr-defined]
        self.fields["column"].label_from_instance = lambda column: f"{column.board.title} › {column.title}"  # type: ignore[attr-defined]
        self.fields["labels"].queryset = board.labels.all() if board else Label.objects.none()  # type: ignore[attr-defined]
        self.fields["description"].validators.append(MaxLengthValidator(10_000, TOO_LONG))
        for name, kept in (("other", wide), ("pinned", self.anchor is not None), ("labels", board is not None and board.labels.exists())):
            if not kept:
                del self.fields[name]
        if action is not None:
            del self.fields["column"]  # cards move on their board

    def clean_description(self) -> str:
        """Line ends and signs as they are stored."""
        return clean_text(self.cleaned_data["description"])

    def clean_other(self) -> Person | None:
        """The person of the directory with this address."""
        wanted = self.cleaned_data.get("other", "").strip().lower()
        if not wanted:
            return None
        addresses = EmailAddress.objects.annotate(folded=Lower("address")).filter(folded=wanted, person__trashed_at__isnull=True)
        persons = {each.person_id: each.person for each in addresses.select_related("person")}
        if not persons:
            raise ValidationError(typo_fr("Personne n’a cette adresse dans le répertoire : vérifiez-la, ou créez d’abord sa fiche."))
        if len(persons) > 1:
            raise ValidationError(typo_fr("Plusieurs personnes ont cette adresse : choisissez dans la liste des membres, ou ajoutez-la aux membres."))
        return next(iter(persons.values()))

    @property
    def chosen_owner(self) -> Person | None:
        """Who is in charge, by the list or by an address."""
        return self.cleaned_data.get("other") or self.cleaned_data.get("owner")


class MoveForm(forms.Form):
    """Another column, and the place in it."""

    column = forms.ModelChoiceField(
        Column.objects.none(),
        label="Colonne",
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": typo_fr("Choisissez une colonne."),
            "invalid_choice": typo_fr("Cette colonne n’existe plus sur ce tableau : choisissez-en une autre."),
        },
    )
    place = forms.ChoiceField(label="Place", choices=[("end", "À la fin"), ("start", "En premier")], required=False)
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns  # type: ignore[attr-defined]


class PostponeByHandForm(RefusableForm):
    """Another date, on the page of the action."""

    new_date = DateField(label="Nouvelle date", error_messages={"required": typo_fr("Choisissez la nouvelle date.")})


class ItemForm(RefusableForm):
    """A line to tick."""

    text = NameField(label="Ajouter une case", max_length=250, error_messages={"required": typo_fr("Écrivez ce qu’il y a à faire.")})


class BoardForm(RefusableForm):
    """A new board, perhaps with a model of retro-planning."""

    title = NameField(label="Titre du tableau", max_length=120)
    model = forms.ModelChoiceField(
        PlanningModel.objects.all(),
        label="Modèle de rétroplanning",
        required=False,
        empty_label="Aucun : un tableau vide",
        to_field_name="public_id",
        help_text=typo_fr("Ses lignes deviennent des actions, à J−n du jour J."),
    )
    follows_day = forms.BooleanField(required=False, label="Suivre la date de la journée")
    anchor_date = DateField(label="Jour J", required=False, help_text=typo_fr("Les dates en J−n se comptent à partir de ce jour."))

    def __init__(self, *args: Any, day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        if day is None:
            del self.fields["follows_day"]
        else:
            self.fields["follows_day"].label = typo_fr(f"Suivre la date de la journée ({long_date(day)})")
            self.fields["anchor_date"].help_text = typo_fr("Seulement si le tableau ne suit pas la journée.")

    def clean(self) -> dict[str, Any]:
        """A model counts from a day."""
        data = super().clean() or self.cleaned_data
        if data.get("follows_day"):
            data["anchor_date"] = self.day
        if data.get("model") and not data.get("anchor_date") and "anchor_date" not in self.errors:
            self.add_error("anchor_date", typo_fr("Un modèle compte en J−n : indiquez le jour J."))
        return data


class TitleForm(RefusableForm):
    """A title, a name: one line."""

    title = NameField(label="Titre", max_length=80)


class ModelForm(RefusableForm):
    """The name of a model to make."""

    name = NameField(label="Nom du modèle", max_length=120)


class LabelForm(RefusableForm):
    """A word and its colour."""

    name = NameField(label="Étiquette", max_length=40)
    series = forms.TypedChoiceField(label="Couleur", coerce=int, choices=list(enumerate(COLOURS, 1)), initial=1)


class AnchorForm(RefusableForm):
    """The day from which J−n are counted."""

    anchor_date = DateField(label="Jour J", error_messages={"required": typo_fr("Indiquez le jour J.")})


class ApplyForm(RefusableForm):
    """The model to apply."""

    model = forms.ModelChoiceField(PlanningModel.objects.all(), label="Modèle", to_field_name="public_id", empty_label=None)


# --- The owner of an action, by link -------------------------------------------------------------------------------


class _AnswerForm(forms.Form):
    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self.auto_id = f"{type(self).__name__.lower()}_%s"


class DoneForm(_AnswerForm):
    """« C’est fait », ticked then sent."""

    confirm = forms.BooleanField(
        label="C’est fait",
        widget=forms.CheckboxInput(attrs={"data-choice": "confirm"}),
        error_messages={"required": typo_fr("Cochez « C’est fait » pour le confirmer. Rien n’a changé.")},
    )


class UndoForm(_AnswerForm):
    """« Je me suis trompé·e »."""

    confirm = forms.BooleanField(
        label=typo_fr("Je reviens sur ma réponse"),
        widget=forms.CheckboxInput(attrs={"data-choice": "confirm"}),
        error_messages={"required": typo_fr("Cochez la case pour revenir sur votre réponse. Rien n’a changé.")},
    )


class _DateChoice(forms.ChoiceField):
    """Dates travel as themselves: the same form posted twice asks twice for the same date."""

    def valid_value(self, value: Any) -> bool:
        return value == OTHER or parse_date(str(value)) is not None


class PostponeForm(_AnswerForm):
    """Another date: one of those offered, or any."""

    choice = _DateChoice(
        label="Reporter l’action",
        widget=ChoiceCards(attrs={"data-choice": "when"}),
        error_messages={
            "required": typo_fr("Choisissez jusqu’à quand reporter. Rien n’a changé."),
            "invalid_choice": typo_fr("Cette date n’est pas lisible : choisissez-en une autre. Rien n’a changé."),
        },
    )
    new_date = DateField(label="Autre date", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = max(timezone.localdate(), self.action.due_on or timezone.localdate())
        days = [(start + timedelta(days=step), words) for step, words in STEPS]
        offered = [(day.isoformat(), Card(words, f"au {long_date(day)}")) for day, words in days]
        self.fields["choice"].choices = [*offered, (OTHER, Card("À une autre date", "à écrire ci-dessous"))]  # type: ignore[attr-defined]
        self.fields["new_date"].initial = start + timedelta(days=21)

    def clean(self) -> dict[str, Any]:
        """The date that is meant."""
        data = super().clean() or self.cleaned_data
        choice = data.get("choice")
        if not choice:
            return data
        wanted = data.get("new_date") if choice == OTHER else parse_date(choice)
        if wanted is None and "new_date" not in self.errors:
            self.add_error("new_date", typo_fr("Écrivez la nouvelle date. Rien n’a changé."))
        elif wanted is not None and wanted > timezone.localdate() + FURTHEST:
            self.add_error("new_date", typo_fr("Cette date est trop lointaine : trois ans au plus. Rien n’a changé."))
        data["new_date"] = wanted
        return data

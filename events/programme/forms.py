"""What staff types about sessions, the people in them, and a release."""

from typing import Any
from uuid import UUID

from django import forms

from contacts.directory.models import Organisation, Person
from events.days.forms import HouseForm, PlacesField
from events.days.models import Day, Room
from events.programme.enums import RoleState, SessionRoleKind
from events.programme.models import ProgrammeVersion, Session, SessionRole
from labo_ess.choices.services import label, options
from labo_ess.text.dates import long_date
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import TimeField
from labo_ess.ui.widgets import MarkdownInput


class RoomChoiceField(forms.ModelChoiceField):
    """A room of the day, by name; an unknown one is told."""

    def __init__(self, day: Day, **options: Any) -> None:
        super().__init__(Room.objects.filter(day=day), to_field_name="public_id", label="Salle", required=False, empty_label="Sans salle", **options)
        self.error_messages["invalid_choice"] = typo_fr("Cette salle n’est plus dans la journée : choisissez-en une autre.")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.capacity} places)" if obj.capacity else obj.name


def offset_field(day: Day) -> forms.TypedChoiceField:
    """Which day of the day: hidden when it lasts only one."""
    choices = [(n, f"{n + 1}. {long_date(day.date_of(n))}") for n in range(day.length_in_days)]
    widget = forms.Select() if len(choices) > 1 else forms.HiddenInput()
    return forms.TypedChoiceField(label="Jour", choices=choices, coerce=int, empty_value=0, required=False, initial=0, widget=widget)


def _kinds(current: str) -> list[tuple[str, str]]:
    """The kinds of sessions on offer, and the session's own even if it is no longer."""
    kinds = list(options("session_kind"))
    if current and current not in dict(kinds):
        kinds.append((current, label("session_kind", current)))
    return kinds


class SessionForm(HouseForm):
    """A session of the programme."""

    kind = forms.ChoiceField(label="Type")
    starts = TimeField(label="Début")
    ends = TimeField(label="Fin")
    capacity = PlacesField(label="Nombre de places", help_text=typo_fr("Pour un atelier sur inscription. Vide : sans limite."))

    class Meta:
        model = Session
        fields = ["kind", "title", "description", "day_offset", "starts", "ends", "room", "bookable", "capacity"]
        widgets = {"description": MarkdownInput()}

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choisir un type"), *_kinds(self.instance.kind)]
        self.fields["room"] = RoomChoiceField(day)
        self.fields["day_offset"] = offset_field(day)
        if self.instance.room_id:
            self.initial["room"] = self.instance.room.public_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", typo_fr("La séance finit avant d’avoir commencé : corrigez l’une des deux heures."))
        return cleaned


class MoveForm(HouseForm):
    """Where and when a session goes; it keeps its length."""

    starts = TimeField(label="Nouvelle heure de début")

    class Meta:
        model = Session
        fields = ["day_offset", "starts", "room"]

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"] = RoomChoiceField(day)
        self.fields["day_offset"] = offset_field(day)
        if self.instance.room_id:
            self.initial["room"] = self.instance.room.public_id


def _confirm_states() -> list[tuple[str, str]]:
    return [(state.value, state.label.capitalize()) for state in RoleState]


def _uuid(text: str) -> UUID:
    """The id that was posted; an id of nobody when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


class PersonForm(forms.Form):
    """Someone found in the directory, with one of their positions or none: « person:organisation »."""

    person = forms.CharField(
        label="Personne",
        max_length=80,
        error_messages={
            "required": typo_fr("Choisissez une personne dans la liste."),
            "max_length": typo_fr("Choisissez une personne dans la liste."),
        },
    )
    role = forms.ChoiceField(label="Rôle", choices=[(kind.value, kind.label.capitalize()) for kind in SessionRoleKind])
    state = forms.ChoiceField(
        label="Réponse",
        choices=_confirm_states,
        initial=RoleState.EXPECTED,
        help_text=typo_fr("Le programme public ne nomme que les personnes confirmées."),
    )

    def clean_person(self) -> tuple[Person, Organisation | None, str]:
        """The person, the organisation and the title that go with it."""
        person_id, _, organisation_id = self.cleaned_data["person"].partition(":")
        person = Person.objects.alive().filter(public_id=_uuid(person_id)).first()
        if person is None:
            raise forms.ValidationError(typo_fr("Cette personne n’est plus au répertoire : cherchez-la de nouveau."))
        held = person.positions.select_related("organisation").filter(organisation__public_id=_uuid(organisation_id)).first()
        if organisation_id and held is None:
            raise forms.ValidationError(typo_fr("Cette personne n’a plus de fonction dans cette structure : choisissez de nouveau."))
        return (person, held.organisation, held.title) if held else (person, None, "")

    def refuse(self, error: Exception) -> None:
        """Show a refusal beside its field, or above the form."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))


class RoleForm(HouseForm):
    """The role of a person in a session."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), to_field_name="public_id", label="Au titre de", required=False, empty_label="Sans structure"
    )

    class Meta:
        model = SessionRole
        fields = ["role", "state", "organisation", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = set(self.instance.person.positions.values_list("organisation", flat=True)) | {self.instance.organisation_id}
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[pk for pk in ids if pk])
        if self.instance.organisation:
            self.initial["organisation"] = self.instance.organisation.public_id


class ReleaseForm(HouseForm):
    """What a reader of the former version should know."""

    class Meta:
        model = ProgrammeVersion
        fields = ["note"]

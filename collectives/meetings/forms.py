"""What is typed about meetings, by who edits the group or by the holder of a seat."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from collectives.actions.querysets import owners_of
from collectives.groups.models import Collective
from collectives.meetings.answers import carriers_for
from collectives.meetings.enums import Answer
from collectives.meetings.models import AgendaItem, Meeting
from collectives.meetings.roster import Place
from contacts.directory.models import Person
from labo_ess.text.names import clean_text
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import DateField, NameField, TimeField
from labo_ess.ui.widgets import Card, ChoiceCards, MarkdownInput

LATEST_YEAR = 2100


class RefusableForm(forms.Form):
    """A service's refusal lands beside its field."""

    def refuse(self, error: Exception) -> None:
        """Show it beside its field, or above the form."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))


def _people(collective: Collective, also: int | None) -> Any:
    return owners_of(collective, also)


class MeetingForm(RefusableForm):
    """A meeting: what, when, where, who animates it."""

    title = NameField(label="Titre", max_length=200)
    date = DateField(label="Date")
    starts = TimeField(label="Début")
    ends = TimeField(label="Fin")
    place = NameField(label="Lieu", max_length=300, required=False)
    link = forms.URLField(
        label="Lien de visioconférence", max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": typo_fr("Ce lien n’est pas une adresse web : elle commence par https://.")},
    )  # fmt: skip
    facilitator = forms.ModelChoiceField(Person.objects.none(), label="Animation", required=False, empty_label="À décider", to_field_name="public_id")
    secretary = forms.ModelChoiceField(
        Person.objects.none(), label="Prise de notes", required=False, empty_label="À décider", to_field_name="public_id"
    )
    introduction = forms.CharField(
        label="Mot de convocation", required=False, widget=MarkdownInput(attrs={"rows": 4}),
        help_text=typo_fr("Quelques lignes, en tête de la convocation."),
        validators=[MaxLengthValidator(5000, typo_fr("Ce mot est trop long : 5 000 caractères au plus."))],
    )  # fmt: skip
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, collective: Collective, meeting: Meeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs["initial"] = _initial(meeting) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name in ("facilitator", "secretary"):
            self.fields[name].queryset = _people(collective, getattr(meeting, f"{name}_id", None))  # type: ignore[attr-defined]

    def clean_date(self) -> date:
        """A date that a calendar can show."""
        day: date = self.cleaned_data["date"]
        if not 1950 <= day.year <= LATEST_YEAR:
            raise forms.ValidationError(typo_fr("Cette année n’est pas vraisemblable : vérifiez la date."))
        return day

    def clean_introduction(self) -> str:
        """Line ends as they are stored."""
        return clean_text(self.cleaned_data["introduction"])

    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        given = {name: data[name] for name in ("title", "place", "link", "facilitator", "secretary", "introduction")}
        return given | {"starts_at": _moment(data["date"], data["starts"]), "ends_at": _moment(data["date"], data["ends"])}


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _initial(meeting: Meeting) -> dict[str, Any]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    names = ("title", "place", "link", "introduction", "lock_version")
    people = {name: person.public_id for name in ("facilitator", "secretary") if (person := getattr(meeting, name))}
    return {name: getattr(meeting, name) for name in names} | people | {"date": starts.date(), "starts": starts.time(), "ends": ends.time()}


class ItemForm(RefusableForm):
    """A point of the agenda."""

    title = NameField(label="Point", max_length=200)
    minutes = forms.IntegerField(
        label="Durée, en minutes", required=False, min_value=1, max_value=600,
        error_messages={"max_value": typo_fr("Dix heures au plus pour un point."), "min_value": typo_fr("Une minute au moins.")},
    )  # fmt: skip
    presenter = forms.ModelChoiceField(
        Person.objects.none(), label="Présenté par", required=False, empty_label="Personne en particulier", to_field_name="public_id"
    )

    def __init__(self, *args: Any, collective: Collective, item: AgendaItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {"title": item.title, "minutes": item.minutes, "presenter": item.presenter.public_id if item.presenter else None}
        super().__init__(*args, **kwargs)
        self.fields["presenter"].queryset = _people(collective, item.presenter_id if item else None)  # type: ignore[attr-defined]


class ConvocationForm(RefusableForm):
    """The text of a convocation, and the number of recipients that was read."""

    subject = NameField(label="Objet", max_length=200)
    body = forms.CharField(label="Texte", max_length=20_000, widget=MarkdownInput(attrs={"rows": 16}))
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AnswerForm(RefusableForm):
    """Oui, non, or pouvoir à; one form for each seat that the holder of the link may hold."""

    seat = forms.UUIDField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label="Votre réponse", widget=ChoiceCards(attrs={"data-choice": "answer"}),
        error_messages={"required": typo_fr("Choisissez une réponse : oui, non, ou pouvoir.")},
    )  # fmt: skip
    proxy_to = forms.ChoiceField(label="Pouvoir à", required=False, help_text=typo_fr("Ne compte que si vous choisissez « Je donne pouvoir »."))
    note = NameField(label="Un mot pour l’équipe", max_length=300, required=False)

    def __init__(self, *args: Any, place: Place, places: list[Place], **kwargs: Any) -> None:
        self.place = place
        self.carriers = carriers_for(place, places)
        self.known = {str(each.membership.public_id): each for each in places}
        attendance = place.attendance
        current = attendance.proxy_to if attendance else None
        kwargs["initial"] = {"seat": place.membership.public_id, "proxy_to": str(current.membership.public_id) if current else None}
        kwargs.setdefault("prefix", None)
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{place.membership.public_id}_%s"
        self.fields["choice"].choices = self._choices()  # type: ignore[attr-defined]
        self.fields["proxy_to"].choices = [  # type: ignore[attr-defined]
            (str(each.membership.public_id), f"{each.name}{' (vient)' if each.answer == Answer.YES else ''}") for each in self.carriers
        ]
        if not self.gives_proxies:
            del self.fields["proxy_to"]

    @property
    def gives_proxies(self) -> bool:
        """The group lets seats carry pouvoirs, and this member has one to give."""
        return self.place.seat is not None and self.place.membership.collective.proxies_per_seat > 0

    def _choices(self) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = [("yes", Card("Oui, je viens")), ("no", Card("Non, je ne peux pas"))]
        if self.gives_proxies:
            hint = "Votre siège compte si cette personne est là." if self.carriers else "Aucun siège ne peut en porter pour l’instant."
            choices.append(("proxy", Card("Je donne pouvoir", typo_fr(hint))))
        return choices

    def clean(self) -> dict[str, Any]:
        """A pouvoir to a seat that may no longer carry it is refused by the service, in its own words."""
        data = super().clean() or {}
        if "proxy_to" in self.errors:
            del self.errors["proxy_to"]
            data["proxy_to"] = str(self.data.get("proxy_to", ""))
        chosen = self.known.get(data.get("proxy_to", ""))
        data["carrier"] = chosen.membership if chosen else None
        return data


class ConfirmForm(forms.Form):
    """« Je confirme », for what cannot be taken back."""

    confirm = forms.BooleanField(label="Je confirme", error_messages={"required": typo_fr("Cochez la case pour confirmer.")})

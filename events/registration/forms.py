"""What a guest, or the team for them, answers to a day."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django import forms

from contacts.consent.enums import Purpose
from contacts.directory.forms import AddressField
from events.days.models import Day
from events.programme.models import Session
from events.registration.enums import Quality
from events.registration.exceptions import RegistrationRefused
from labo_ess.text.dates import long_date, time_range
from labo_ess.text.names import clean_name, clean_text
from labo_ess.text.typography import plural, typo_fr
from labo_ess.throttle.robots import OpenForm

NONE = "aucun"
"""The value of « pas d’atelier »: an answer, not a missing one."""
SCARCE = 5
CONSENTS = {
    "consent_list": (Purpose.DIRECTORY, "Mon nom et ma structure figurent sur la liste remise aux participant·e·s."),
    "consent_photos": (Purpose.PHOTOS, "Je peux apparaître sur les photos de la journée."),
    "consent_newsletter": (Purpose.NEWSLETTER, "Je souhaite recevoir la lettre d’information du Labo de l’ESS."),
}


@dataclass(frozen=True)
class Card:
    """An atelier as a card: its title, where, and the places left."""

    title: str
    hint: str = ""
    words: str = ""
    tone: str = ""


@dataclass
class Slot:
    """Ateliers that begin together: one is chosen, or none."""

    name: str
    label: str
    sessions: list[Session] = field(default_factory=list)


def slots_of(day: Day, sessions: Iterable[Session]) -> list[Slot]:
    """The questions to ask: one for each beginning."""
    slots: dict[str, Slot] = {}
    for session in sessions:
        name = f"atelier_{session.day_offset}_{session.starts:%H%M}"
        if name not in slots:
            slots[name] = Slot(name, _slot_label(day, session))
        slots[name].sessions.append(session)
    return list(slots.values())


def _slot_label(day: Day, session: Session) -> str:
    part = "du matin" if session.starts < time(12, 30) else "de l’après-midi" if session.starts < time(18) else "du soir"
    when = f"{long_date(day.date_of(session.day_offset))}, " if day.length_in_days > 1 else ""
    return f"Atelier {part}, {when}{time_range(session.starts, session.ends)}"


def card_of(session: Session, mine: bool = False, for_team: bool = False) -> Card:
    """Places as words: « 2 places restantes », « Complet : liste d’attente »; of an atelier without counts, its title alone."""
    places = getattr(session, "places", None)
    if places is None:
        return Card(session.title)
    parts = [session.room.name if session.room else "", ("choix actuel" if for_team else "votre choix actuel") if mine else ""]
    if not places.is_open:
        where = "qui attend" if for_team and places.waiting < 2 else "qui attendent" if for_team else "avant vous"
        ahead = plural(places.waiting, f"personne {where}", f"personnes {where}")
        words, tone = f"Complet : liste d’attente{f', {ahead}' if places.waiting else ''}", "bad"
    elif places.free is None:
        words, tone = "Places disponibles", "ok"
    else:
        words, tone = plural(places.free, "place restante", "places restantes"), "ok" if places.free > SCARCE else "wait"
    hint = " · ".join(part for part in parts if part)
    return Card(session.title, hint[:1].upper() + hint[1:], typo_fr(words), tone)


class AnswerForm(forms.Form):
    """One question for each hour of ateliers, or « je viens »; then what the person says of themselves that day. Nothing is ticked in advance."""

    quality = forms.ChoiceField(label="En qualité de", choices=[("", "Je ne précise pas"), *Quality.choices], required=False)
    function = forms.CharField(
        label="Votre fonction ce jour-là", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    organisation_label = forms.CharField(
        label="Votre structure, comme elle doit être écrite",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    needs = forms.CharField(
        label="Un besoin particulier ?",
        help_text="Accès, interprétation en langue des signes, allergie… Lu par l’équipe seulement. Effacé 30 jours après la journée.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        slots: Sequence[Slot] = (),
        mine: Iterable[int] = (),
        consents: Iterable[str] = CONSENTS,
        for_team: bool = False,
        **options: Any,
    ) -> None:
        options["initial"] = {"form_key": uuid.uuid4().hex, **options.get("initial", {})}
        super().__init__(data, **options)
        self.slots = list(slots)
        chosen = set(mine)
        for slot in self.slots:
            self.fields[slot.name] = _slot_field(slot, chosen, for_team)
        if not self.slots and not for_team:
            self.fields["coming"] = forms.BooleanField(
                label="Je viens à cette journée",
                error_messages={"required": typo_fr("Cochez « Je viens à cette journée » pour vous inscrire.")},
                widget=forms.CheckboxInput(attrs={"data-choice": "coming"}),
            )
        if for_team:
            self.fields["function"].label, self.fields["organisation_label"].label = "Fonction ce jour-là", "Structure, comme elle doit être écrite"
        for name in () if for_team else consents:
            self.fields[name] = forms.BooleanField(label=CONSENTS[name][1], required=False)

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        """The questions that must be answered."""
        return [self[slot.name] for slot in self.slots] or ([self["coming"]] if "coming" in self.fields else [])

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in CONSENTS if name in self.fields]

    def clean_function(self) -> str:
        return clean_name(self.cleaned_data["function"])

    def clean_organisation_label(self) -> str:
        return clean_name(self.cleaned_data["organisation_label"])

    def clean_needs(self) -> str:
        return clean_text(self.cleaned_data["needs"])

    @property
    def chosen(self) -> list[Session]:
        """Ateliers answered, « pas d’atelier » left out."""
        answers = [(slot, self.cleaned_data[slot.name]) for slot in self.slots]
        return [session for slot, answer in answers for session in slot.sessions if str(session.public_id) == answer]

    @property
    def details(self) -> dict[str, Any]:
        """What `registration.services` takes as details."""
        return {name: self.cleaned_data[name] for name in ("quality", "function", "organisation_label", "needs")}

    def refuse(self, refusal: RegistrationRefused) -> None:
        """Put a service's refusal beside the question that it speaks of."""
        self.add_error(self.slots[0].name if refusal.field == "ateliers" and self.slots else None, str(refusal))


def _slot_field(slot: Slot, mine: set[int], for_team: bool) -> forms.ChoiceField:
    cards = [(str(session.public_id), card_of(session, session.pk in mine, for_team)) for session in slot.sessions]
    widget = forms.RadioSelect(attrs={"data-choice": "atelier"})
    widget.cards = True  # type: ignore[attr-defined]
    return forms.ChoiceField(
        label=slot.label,
        choices=[*cards, (NONE, Card("Pas d’atelier"))],
        widget=widget,
        initial=None,
        error_messages={
            "required": typo_fr("Choisissez un atelier, ou « Pas d’atelier »."),
            "invalid_choice": typo_fr("Cet atelier n’est plus au programme : choisissez-en un autre."),
        },
    )


class ConfirmForm(forms.Form):
    """A box to tick before giving up a place or declining: a robot that presses the only button does nothing."""

    form_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, label: str, **options: Any) -> None:
        options["initial"] = {"form_key": uuid.uuid4().hex}
        super().__init__(data, **options)
        self.fields["confirm"] = forms.BooleanField(
            label=label,
            error_messages={"required": typo_fr(f"Cochez « {label} » d’abord.")},
            widget=forms.CheckboxInput(attrs={"data-choice": "confirm"}),
        )


class NewcomerForm(forms.Form):
    """Someone who phoned and whom the directory does not know."""

    first_name = forms.CharField(label="Prénom", max_length=120, required=False)
    last_name = forms.CharField(label="Nom", max_length=120, error_messages={"required": typo_fr("Écrivez au moins un nom de famille.")})
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="La confirmation et le lien personnel y partent. Sans adresse, la personne est inscrite sans message.",
        error_messages={"invalid": typo_fr("Cette adresse n’est pas valable : vérifiez les espaces et les accents.")},
    )
    phone = forms.CharField(label="Téléphone", max_length=60, required=False)
    organisation_name = forms.CharField(label="Structure", max_length=250, required=False)
    title = forms.CharField(label="Fonction", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {name: clean_name(value) if isinstance(value, str) else value for name, value in cleaned.items()}


class AskForm(OpenForm):
    """Who asks for a personal link to an open day."""

    first_name = forms.CharField(label="Prénom", max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(
        label="Nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": typo_fr("Écrivez votre nom.")},
    )
    email = AddressField(
        label="Adresse électronique",
        help_text="Votre lien personnel y part : c’est par lui que vous vous inscrivez.",
        error_messages={"required": typo_fr("Écrivez votre adresse.")},
    )
    organisation_name = forms.CharField(
        label="Structure", max_length=250, required=False, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )

    @property
    def person(self) -> dict[str, str]:
        """What they say of themselves."""
        return {name: self.cleaned_data[name] for name in ("first_name", "last_name", "email", "organisation_name")}

    def clean_last_name(self) -> str:
        """A name of which something is left on one line."""
        name = clean_name(self.cleaned_data["last_name"])
        if not name:
            raise forms.ValidationError(typo_fr("Écrivez votre nom."))
        return name

"""Whom to invite, and to which day."""

from typing import Any

from django import forms

from contacts.segments.models import ContactList
from events.days.enums import DayState
from events.days.models import Day
from labo_ess.text.typography import typo_fr


class InviteForm(forms.Form):
    """A list of the directory."""

    contact_list = forms.ModelChoiceField(
        ContactList.objects.none(),
        label="Liste du répertoire",
        to_field_name="public_id",
        empty_label="Choisir une liste",
        error_messages={"invalid_choice": typo_fr("Cette liste n’existe plus : choisissez-en une autre.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact_list"].queryset = ContactList.objects.alive().order_by("name")  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """A day to come."""

    day = forms.ModelChoiceField(
        Day.objects.none(),
        label="Journée",
        to_field_name="slug",
        empty_label="Choisir une journée",
        error_messages={"invalid_choice": typo_fr("On n’invite pas à cette journée : choisissez-en une autre.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days = Day.objects.alive().filter(state__in=(DayState.DRAFT, DayState.PREPARING, DayState.OPEN, DayState.CLOSED))
        self.fields["day"].queryset = days.order_by("date")  # type: ignore[attr-defined]

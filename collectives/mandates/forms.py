"""What is typed about members and mandates."""

from typing import Any

from django import forms
from django.utils import timezone

from collectives.groups.forms import MADE_ON_THE_WAY, GroupForm
from collectives.groups.models import Membership
from collectives.mandates.enums import MandateKind
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import DateField, NameField
from labo_ess.ui.widgets import ChoiceCards

KNOWN_FIRST = typo_fr("Avec le même nom et la même adresse, la fiche qui existe déjà est reprise ; sinon une fiche est créée.")


class PlaceForm(GroupForm):
    """The place of a member in the group."""

    function = NameField(
        label="Rôle dans le collectif", required=False, max_length=120, help_text=typo_fr("Par exemple « animatrice » ou « trésorier ».")
    )
    since_on = DateField(label="Membre depuis le")
    voting = forms.BooleanField(
        label="Prend part aux décisions",
        required=False,
        initial=True,
        help_text=typo_fr("Un siège lui est compté : quorum, votes et pouvoirs se comptent par siège."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"since_on": timezone.localdate(), "voting": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ChosenMemberForm(PlaceForm):
    """Someone found in the directory."""

    member = forms.ChoiceField(
        label="Qui rejoint le collectif",
        widget=ChoiceCards,
        error_messages={
            "required": typo_fr("Choisissez une personne ou une structure dans la liste."),
            "invalid_choice": typo_fr("Cette fiche n’est plus dans les résultats : cherchez-la de nouveau."),
        },
    )

    def __init__(self, *args: Any, found: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = found  # type: ignore[attr-defined]


class NewPersonForm(PlaceForm):
    """A person who is typed."""

    first_name = NameField(label="Prénom", required=False, max_length=120)
    last_name = NameField(label="Nom", max_length=120)
    email = NameField(
        label="Adresse électronique", required=False, max_length=254, widget=forms.EmailInput({"autocomplete": "off"}), help_text=KNOWN_FIRST
    )
    organisation_name = NameField(
        label="Structure", required=False, max_length=250, help_text=typo_fr("Où elle travaille ou s’engage. ") + MADE_ON_THE_WAY
    )


class NewOrganisationForm(PlaceForm):
    """An organisation that is typed."""

    organisation_name = NameField(label="Nom de la structure", max_length=250, help_text=MADE_ON_THE_WAY)


class EndForm(GroupForm):
    """The last day of a membership."""

    until_on = DateField(label="Dernier jour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"until_on": timezone.localdate()}
        super().__init__(*args, **kwargs)


class MandateForm(GroupForm):
    """In which quality someone sits, and between which dates."""

    kind = forms.ChoiceField(label="Qualité", choices=[(each.value, each.label.capitalize()) for each in MandateKind], widget=forms.RadioSelect)
    starts_on = DateField(label="À partir du")
    ends_on = DateField(label="Jusqu’au", required=False)
    designation = NameField(
        label="Désigné·e par", required=False, max_length=200, help_text=typo_fr("Par exemple « conseil d’administration du 12 mars ».")
    )

    def __init__(self, *args: Any, membership: Membership, kind: str = MandateKind.TITULAR, **kwargs: Any) -> None:
        kwargs["initial"] = {"kind": kind, "starts_on": max(timezone.localdate(), membership.since_on)}
        super().__init__(*args, **kwargs)


class ChosenHolderForm(MandateForm):
    """Someone found in the directory."""

    person = forms.ChoiceField(
        label="Qui siège",
        widget=ChoiceCards,
        error_messages={
            "required": typo_fr("Choisissez une personne dans la liste."),
            "invalid_choice": typo_fr("Cette personne n’est plus dans les résultats : cherchez-la de nouveau."),
        },
    )

    def __init__(self, *args: Any, found: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = found  # type: ignore[attr-defined]


class NewHolderForm(MandateForm):
    """Someone who is typed."""

    first_name = NameField(label="Prénom", required=False, max_length=120)
    last_name = NameField(label="Nom", max_length=120)
    email = NameField(
        label="Adresse électronique", required=False, max_length=254, widget=forms.EmailInput({"autocomplete": "off"}), help_text=KNOWN_FIRST
    )


class MandateEndForm(GroupForm):
    """The last day of a mandate."""

    ends_on = DateField(label="Dernier jour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"ends_on": timezone.localdate()}
        super().__init__(*args, **kwargs)

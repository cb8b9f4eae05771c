"""What staff types about cycles, days, partners and rooms."""

from datetime import time
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator

from contacts.directory.models import Organisation
from contacts.reference.models import Department, Region
from events.days.enums import PartnerRole
from events.days.models import Cycle, Day, DayPartner, Room
from labo_ess.documents.fields import LogoField
from labo_ess.revisions.forms import MergedForm
from labo_ess.text.names import clean_name, clean_text
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import DateField, TimeField
from labo_ess.ui.widgets import MarkdownInput


class PlacesField(forms.IntegerField):
    """How many places; zero is refused, empty means no limit."""

    default_validators = [
        MinValueValidator(1, typo_fr("Indiquez au moins une place, ou laissez vide.")),
        MaxValueValidator(100_000, typo_fr("C’est plus que ce qu’un lieu peut contenir : vérifiez ce nombre.")),
    ]
    default_error_messages = {"invalid": typo_fr("Écrivez un nombre entier, ou laissez vide.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "min": 1}


class HouseForm(MergedForm):
    """Texts are cleaned as the house stores them; a service's refusal lands beside its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):  # a form does not take over the length of a model's long text
                limits = self._meta.model._meta.get_field(name).validators
                field.validators += [each for each in limits if isinstance(each, MaxLengthValidator)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = self.tidy(name, value)
                if value and not cleaned[name] and self.fields[name].required:
                    self.add_error(name, typo_fr("Ce champ ne contient aucun caractère lisible : écrivez-le de nouveau."))
        return cleaned

    def tidy(self, name: str, value: Any) -> Any:
        """Texts without what nobody can read."""
        if not isinstance(value, str):
            return value
        return clean_text(value) if isinstance(self.fields[name].widget, forms.Textarea) else clean_name(value)

    def refuse(self, error: Exception) -> None:
        """Show a refusal beside its field, or above the form."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))


class CycleForm(HouseForm):
    """A cycle: its name and aims."""

    class Meta:
        model = Cycle
        fields = ["name", "aims"]
        widgets = {"aims": MarkdownInput()}


class DayForm(HouseForm):
    """A day: what, when, where, for whom."""

    date = DateField(label="Date")
    last_date = DateField(label="Dernier jour", required=False, help_text=typo_fr("Seulement si elle dure plusieurs jours."))
    starts = TimeField(label="Début", initial=time(9, 0))
    ends = TimeField(label="Fin", initial=time(17, 0))
    capacity = PlacesField(label="Nombre de places", help_text=typo_fr("Vide : sans limite."))
    answer_by = DateField(label=typo_fr("Réponse souhaitée avant le"), required=False)
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label="Région",
        required=False,
        empty_label="Non précisée",
        error_messages={"invalid_choice": typo_fr("Cette région n’existe pas : choisissez-la dans la liste.")},
    )
    department = forms.ModelChoiceField(
        Department.objects.select_related("region"),
        label="Département",
        required=False,
        empty_label="Non précisé",
        error_messages={"invalid_choice": typo_fr("Ce département n’existe pas : choisissez-le dans la liste.")},
    )

    class Meta:
        model = Day
        fields = [
            "title",
            "cycle",
            "headline",
            "presentation",
            "date",
            "last_date",
            "starts",
            "ends",
            "region",
            "department",
            "place_name",
            "place_address",
            "place_access",
            "admission",
            "capacity",
            "answer_by",
            "contact_email",
        ]
        widgets = {"presentation": MarkdownInput(), "place_access": forms.Textarea(attrs={"rows": 2}), "admission": forms.RadioSelect}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("date"), cleaned.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", typo_fr("Le dernier jour précède le premier : corrigez l’une des deux dates."))
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts and (not last or last == first):
            self.add_error("ends", typo_fr("La journée finit avant d’avoir commencé : corrigez l’une des deux heures."))
        answer_by = cleaned.get("answer_by")
        if first and answer_by and answer_by > first:
            self.add_error("answer_by", typo_fr("Cette date suit la journée : choisissez-en une plus tôt."))
        region, department = cleaned.get("region"), cleaned.get("department")
        if region and department and department.region_id != region.pk:
            self.add_error("department", typo_fr(f"{department.name} n’est pas dans cette région : corrigez l’un des deux."))
        return cleaned


class PartnerForm(HouseForm):
    """An organisation found in the directory, and its role in the day."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.alive(),
        to_field_name="public_id",
        label="Structure",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": typo_fr("Choisissez une structure dans la liste."),
            "invalid_choice": typo_fr("Cette structure n’est plus au répertoire : cherchez-la de nouveau."),
        },
    )
    role = forms.ChoiceField(label="Rôle", choices=[(role.value, role.label.capitalize()) for role in PartnerRole], initial=PartnerRole.PARTNER)

    class Meta:
        model = DayPartner
        fields = ["organisation", "role"]


class LogoForm(forms.Form):
    """The picture of a logo."""

    logo = LogoField(
        label="Image",
        help_text=typo_fr("PNG, JPEG, WebP ou GIF. Elle est redessinée : rien d’autre que l’image n’est gardé."),
        error_messages={"required": typo_fr("Choisissez une image.")},
    )


class RoomForm(HouseForm):
    """A room of the place."""

    capacity = PlacesField(label="Nombre de places")

    class Meta:
        model = Room
        fields = ["name", "capacity", "access_note"]

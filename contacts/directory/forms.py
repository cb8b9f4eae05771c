"""Forms of persons, organisations and positions."""

from collections.abc import Iterable
from typing import Any

from django import forms

from contacts.directory import addresses
from contacts.directory.enums import Civility
from contacts.directory.exceptions import DirectoryRefusal
from contacts.directory.models import Organisation, Person, Position
from contacts.reference.models import Department, Region, Theme
from contacts.reference.services import territory_of
from labo_ess.choices.services import options
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr
from labo_ess.throttle.robots import OpenForm
from labo_ess.ui.forms import DateField, NameField, Row, Section, layout

NOTE_LENGTH = 5000


class TerritoryFields(forms.Form):
    """Where someone acts: a commune gives the rest, a département gives its region."""

    department = forms.ModelChoiceField(Department.objects.all(), label="Département", required=False, empty_label="Non précisé")
    region = forms.ModelChoiceField(Region.objects.all(), label="Région", required=False, empty_label="Non précisée")
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.offered(), label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple, to_field_name="slug"
    )

    def territory(self, postcode: str, town: str) -> dict[str, Any]:
        """The columns of the territory, from what was typed and chosen; what was chosen wins."""
        cleaned = self.cleaned_data
        proposal = territory_of(postcode or None, town or None)
        commune = proposal.commune
        if commune is None and cleaned.get("department"):
            near = [each for each in proposal.communes if each.department_id == cleaned["department"].pk]
            commune = near[0] if len(near) == 1 else None
        department = cleaned.get("department") or (commune.department if commune else proposal.department)
        if commune is not None and department is not None and commune.department_id != department.pk:
            commune = None
        region = department.region if department else cleaned.get("region") or proposal.region
        return {"department": department, "region": region, "commune": commune, "epci": commune.epci if commune else None}

    def clean(self) -> dict[str, Any]:
        """A département lies in one region."""
        cleaned = super().clean() or {}
        department, region = cleaned.get("department"), cleaned.get("region")
        if department and region and department.region_id != region.pk:
            message = f"{department.name} est en {department.region.name} : choisissez cette région, ou laissez le champ vide."
            self.add_error("region", typo_fr(message))
        return cleaned


def _note() -> forms.CharField:
    return forms.CharField(
        label="Remarques",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text="Écrivez-les comme si la personne les lisait : elle peut demander à les voir.",
    )


class PersonForm(TerritoryFields):
    """A person. Address, phone and first position are asked when the person is new; they have their own place after."""

    civility = forms.ChoiceField(label="Civilité", choices=[("", "Non précisée"), *Civility.choices], required=False)
    first_name = NameField(label="Prénom", required=False, max_length=120)
    last_name = NameField(label="Nom", max_length=120)
    town = NameField(label="Commune ou code postal", required=False, max_length=120)
    note = _note()
    source = NameField(label="D’où vient ce contact", max_length=200, help_text="Par exemple « Copil n° 1 » ou « a téléphoné le 3 novembre ».")

    identity = ("civility", "first_name", "last_name")
    reach: tuple[str, ...] = ()
    submit = "Enregistrer la fiche"

    def __init__(self, *args: Any, person: Person | None = None, cancel: str = "", **kwargs: Any) -> None:
        self.person = person
        if person is not None:
            kwargs.setdefault("initial", self._initial(person))
        super().__init__(*args, **kwargs)
        parts: list[Any] = [Section("Identité", Row(*self.identity))]
        if self.reach:
            known = "Une structure que le répertoire ne connaît pas est créée."
            parts.append(Section("Coordonnées et fonction", Row("email", "phone"), Row("organisation_name", "title"), help_text=known))
        where = "D’une commune, le département et la région se déduisent."
        parts.append(Section("Territoire et thèmes", Row("town", "department", "region"), "themes", help_text=where))
        parts.append(Section("Suivi", "source", "note"))
        if "create_anyway" in self.fields:
            parts.append("create_anyway")
        self.helper = layout(*parts, submit=self.submit, cancel=cancel)

    @staticmethod
    def _initial(person: Person) -> dict[str, Any]:
        return {
            "civility": person.civility,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "town": person.commune.name if person.commune else "",
            "department": person.department_id,
            "region": person.region_id,
            "themes": [theme.slug for theme in person.themes.all()],
            "note": person.note,
            "source": person.source,
        }

    def clean(self) -> dict[str, Any]:
        """A commune must be one that exists; several of that name ask for the département."""
        cleaned = super().clean()
        town = cleaned.get("town", "")
        self.place = self.territory(town, "") if town.isdigit() else self.territory("", town)
        if town and "town" not in self.errors and self.place["commune"] is None:
            proposal = territory_of(town, None) if town.isdigit() else territory_of(None, town)
            names = ", ".join(str(each) for each in proposal.communes[:6])
            if not proposal.communes:
                message = f"Aucune commune ne s’appelle « {town} ». Vérifiez l’orthographe, ou choisissez seulement un département."
            else:
                message = f"Plusieurs communes sont possibles : {names}. Écrivez son nom et choisissez son département."
            self.add_error("town", typo_fr(message))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments for `create_person` or `edit_person`."""
        names = ("civility", "first_name", "last_name", "note", "source", "themes", *self.reach)
        return {name: self.cleaned_data[name] for name in names} | self.place


class NewPersonForm(PersonForm):
    """A person not yet in the directory."""

    email = NameField(label="Adresse électronique", required=False, max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    phone = NameField(label="Téléphone", required=False, max_length=60, widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}))
    organisation_name = NameField(label="Structure", required=False, max_length=250)
    title = NameField(label="Fonction", required=False, max_length=200)
    create_anyway = forms.BooleanField(label="Créer quand même une nouvelle fiche", required=False)

    reach = ("email", "phone", "organisation_name", "title")
    submit = "Créer la fiche"

    def __init__(self, *args: Any, warned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            self.fields["create_anyway"].widget = forms.HiddenInput()

    def clean_email(self) -> str:
        """An address to which mail can go."""
        try:
            return addresses.read_email(self.cleaned_data["email"])
        except DirectoryRefusal as refusal:
            raise forms.ValidationError(str(refusal)) from None


class OrganisationForm(TerritoryFields):
    """An organisation."""

    name = NameField(label="Nom", max_length=250)
    short_name = NameField(label="Sigle ou nom d’usage", required=False, max_length=80)
    legal_form = forms.ChoiceField(label="Forme juridique", required=False)
    siren = NameField(label="SIREN", required=False, max_length=20)
    siret = NameField(label="SIRET", required=False, max_length=25)
    rna = NameField(label="RNA (association)", required=False, max_length=20)
    email = NameField(label="Adresse électronique", required=False, max_length=254, widget=forms.EmailInput())
    phone = NameField(label="Téléphone", required=False, max_length=60)
    street = NameField(label="Adresse", required=False, max_length=250)
    postcode = NameField(label="Code postal", required=False, max_length=10)
    town = NameField(label="Ville", required=False, max_length=120)
    site = forms.URLField(label="Site web", required=False, max_length=300, assume_scheme="https")
    logo_file = forms.FileField(label="Logo", required=False, help_text="PNG ou JPEG ; il est montré sur la page publique des journées.")
    note = _note()
    source = NameField(label="D’où vient cette fiche", required=False, max_length=200)
    create_anyway = forms.BooleanField(label="Créer quand même une nouvelle fiche", required=False)

    _TEXTS = ("name", "short_name", "legal_form", "siren", "siret", "rna", "email", "phone", "street", "postcode", "town", "site", "note", "source")

    def __init__(self, *args: Any, organisation: Organisation | None = None, warned: bool = False, cancel: str = "", **kwargs: Any) -> None:
        if organisation is not None:
            kwargs.setdefault("initial", self._initial(organisation))
        super().__init__(*args, **kwargs)
        self.fields["legal_form"].choices = [("", "Non précisée"), *_with_current(options("legal_form"), organisation)]  # type: ignore[attr-defined]
        if not warned:
            self.fields["create_anyway"].widget = forms.HiddenInput()
        self.helper = layout(
            Section("Identité", "name", Row("short_name", "legal_form"), Row("siren", "siret", "rna")),
            Section("Coordonnées", Row("email", "phone"), "street", Row("postcode", "town"), "site", "logo_file"),
            Section("Territoire et thèmes", Row("department", "region"), "themes", help_text="Le code postal et la ville suffisent le plus souvent."),
            Section("Suivi", "source", "note"),
            "create_anyway",
            submit="Créer la fiche" if organisation is None else "Enregistrer la fiche",
            cancel=cancel,
        )

    def _initial(self, organisation: Organisation) -> dict[str, Any]:
        return {name: getattr(organisation, name) for name in self._TEXTS} | {
            "department": organisation.department_id,
            "region": organisation.region_id,
            "themes": [theme.slug for theme in organisation.themes.all()],
        }

    def clean(self) -> dict[str, Any]:
        """Numbers must be numbers; a wrong check digit is only said."""
        cleaned = super().clean()
        self.doubts: list[str] = []
        for name, read in (("siren", addresses.read_siren), ("siret", addresses.read_siret), ("rna", addresses.read_rna)):
            try:
                found = read(cleaned.get(name) or "")
            except DirectoryRefusal as refusal:
                self.add_error(name, str(refusal))
                continue
            cleaned[name] = found.value
            self.doubts += [typo_fr(found.doubt)] if found.doubt else []
        try:
            cleaned["email"] = addresses.read_email(cleaned.get("email") or "")
        except DirectoryRefusal as refusal:
            self.add_error("email", str(refusal))
        if not self.errors:
            self.place = self.territory(cleaned["postcode"], cleaned["town"])
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments for `create_organisation` or `edit_organisation`."""
        return {name: self.cleaned_data[name] for name in (*self._TEXTS, "themes")} | self.place


class PositionForm(forms.Form):
    """What a person is in an organisation."""

    organisation_name = NameField(label="Structure", required=False, max_length=250)
    title = NameField(label="Fonction", required=False, max_length=200)
    start_on = DateField(label="Depuis le", required=False)
    end_on = DateField(label="Jusqu’au", required=False)
    main = forms.BooleanField(label="C’est sa fonction principale", required=False)

    def __init__(self, *args: Any, position: Position | None = None, cancel: str = "", action: str = "", **kwargs: Any) -> None:
        if position is not None:
            kwargs.setdefault("initial", _position_initial(position))
        super().__init__(*args, **kwargs)
        submit = "Ajouter la fonction" if position is None else "Enregistrer la fonction"
        self.helper = layout(Row("organisation_name", "title"), Row("start_on", "end_on"), "main", submit=submit, cancel=cancel, action=action)

    def clean(self) -> dict[str, Any]:
        """Something must be said; the end comes after the start."""
        cleaned = super().clean() or {}
        if not cleaned.get("organisation_name") and not cleaned.get("title"):
            self.add_error("organisation_name", typo_fr("Indiquez une structure, une fonction, ou les deux."))
        start, end = cleaned.get("start_on"), cleaned.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", typo_fr("La fonction finit avant d’avoir commencé : corrigez l’une des deux dates."))
        return cleaned


class ReachForm(forms.Form):
    """One act on an address or a phone of a person."""

    ACTS = ("add_email", "main_email", "remove_email", "add_phone", "remove_phone")

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    value = forms.CharField(max_length=254)

    def clean_value(self) -> str:
        """On one line."""
        return clean_name(self.cleaned_data["value"])


class AddressField(forms.CharField):
    """An address to which mail can go, typed by whoever owns it; what is wrong with it is said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"widget": forms.EmailInput({"autocomplete": "email", "maxlength": str(addresses.EMAIL_LENGTH)})} | options))

    def clean(self, value: Any) -> str:
        """As it is stored."""
        try:
            return addresses.read_email(super().clean(value))
        except DirectoryRefusal as refusal:
            raise forms.ValidationError(str(refusal)) from None


class NewLinkForm(OpenForm):
    """« Recevoir un nouveau lien »: an address, which the browser knows and fills in a blink."""

    seconds_at_least = 0
    email = AddressField(label="Votre adresse électronique")


def _position_initial(position: Position) -> dict[str, Any]:
    return {
        "organisation_name": position.organisation.name if position.organisation else "",
        "title": position.title,
        "start_on": position.start_on,
        "end_on": position.end_on,
        "main": position.is_main,
    }


def _with_current(choices: Iterable[tuple[str, str]], organisation: Organisation | None) -> list[tuple[str, str]]:
    """A retired form stays on what bears it."""
    listed = list(choices)
    code = organisation.legal_form if organisation else ""
    if code and code not in dict(listed):
        listed.append((code, code))
    return listed

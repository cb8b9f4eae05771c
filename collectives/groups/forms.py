"""What is typed about démarches, phases, groups and their étapes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from collectives.groups.enums import LIFE_ENDS, STAGE_PASSAGES, CollectiveKind, Stage
from collectives.groups.models import Collective, Process
from collectives.groups.stages import criteria
from contacts.directory.models import Organisation
from contacts.directory.services import find_or_create_organisation
from contacts.reference.models import Department, Epci, Region, Theme
from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.text.names import clean_name
from labo_ess.text.search import search_key
from labo_ess.text.typography import typo_fr
from labo_ess.ui.forms import DateField, MarkdownField, NameField

MADE_ON_THE_WAY = typo_fr("Une structure que le répertoire ne connaît pas y est créée.")


class GroupForm(forms.Form):
    """A service's refusal lands beside its field, or above the form."""

    def refuse(self, error: Exception) -> None:
        """Show why the service did nothing."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))


class ReferentField(forms.ModelMultipleChoiceField):
    """Accounts that may follow a démarche."""

    def label_from_instance(self, obj: User) -> str:
        """The name; the address tells homonyms apart."""
        return f"{obj.name} ({obj.email})"


class ProcessForm(GroupForm):
    """A démarche."""

    name = NameField(label="Titre", max_length=250)
    former_titles = forms.CharField(
        label="Anciens titres",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=typo_fr("Un par ligne. La recherche les trouve aussi ; un titre que vous remplacez s’y ajoute tout seul."),
    )
    aims = MarkdownField(label="Objectifs", required=False, max_length=10_000)
    leads = forms.CharField(
        label="Structures porteuses",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=typo_fr("Une par ligne. ") + MADE_ON_THE_WAY,
    )
    referents = ReferentField(
        User.objects.filter(is_active=True, role=Role.REFERENT).order_by("name"),
        label="Référent·e·s et co-pilotes",
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=typo_fr("Leur compte ne voit que cette démarche et ses collectifs."),
    )
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, process: Process | None = None, **kwargs: Any) -> None:
        if process is not None:
            kwargs["initial"] = {
                "name": process.name,
                "former_titles": process.former_titles,
                "aims": process.aims,
                "leads": "\n".join(each.name for each in process.lead_organisations.all()),
                "referents": [each.public_id for each in process.referents.all()],
                "lock_version": process.lock_version,
            }
        super().__init__(*args, **kwargs)

    def values(self, by: Actor) -> dict[str, Any]:
        """Arguments for the service; called in the transaction of the act, since it may create organisations."""
        cleaned = self.cleaned_data
        names = dict.fromkeys(name for name in (clean_name(line) for line in cleaned["leads"].splitlines()) if name)
        leads = [find_or_create_organisation(name=name[:250], by=by) for name in names]
        kept = {name: cleaned[name] for name in ("name", "former_titles", "aims", "referents")}
        return {**kept, "lead_organisations": leads}


class PhaseForm(GroupForm):
    """A phase of a démarche."""

    title = NameField(label="Titre", max_length=160)
    starts_on = DateField(label="Du", required=False)
    ends_on = DateField(label="Au", required=False)
    text = MarkdownField(label="Présentation", required=False, max_length=5000)


class EpciField(NameField):
    """The name of an intercommunalité: there are more than a thousand, so it is typed."""

    def find(self, name: str, department: Department | None) -> tuple[Epci | None, str]:
        """The one of that name, or why none was taken."""
        rows = Epci.objects.search(name)
        found = list(rows.in_department(department.pk)[:7]) if department else list(rows[:7])
        exact = [each for each in found if each.sort_text == search_key(name)]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0], ""
        if not found:
            where = f" dans le département {department.name}" if department else ""
            return None, f"Aucune intercommunalité ne s’appelle « {name} »{where} : vérifiez son nom, ou laissez vide."
        return None, f"Plusieurs sont possibles : {', '.join(each.name for each in found[:6])}. Écrivez son nom entier et choisissez son département."


class CollectiveForm(GroupForm):
    """A group: what it is for, where, with whom. `limited`: a référent·e neither moves it nor changes its kind."""

    name = NameField(label="Nom", max_length=200)
    kind = forms.ChoiceField(
        label="Nature", choices=[(each.value, each.label.capitalize()) for each in CollectiveKind if each != CollectiveKind.COMMITTEE]
    )
    process = forms.ModelChoiceField(
        Process.objects.none(), label="Démarche", required=False, to_field_name="slug", empty_label=typo_fr("Aucune (gouvernance, équipe…)")
    )
    challenge = forms.CharField(
        label="Défi",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text=typo_fr("La question à laquelle le groupe veut répondre."),
    )
    stage = forms.ChoiceField(
        label="Étape de départ", choices=[(each.value, each.label.capitalize()) for each in Stage if each not in LIFE_ENDS], initial=Stage.EMERGENCE
    )
    department = forms.ModelChoiceField(Department.objects.all(), label="Département", required=False, empty_label="Non précisé")
    region = forms.ModelChoiceField(Region.objects.all(), label="Région", required=False, empty_label="Non précisée")
    epci = EpciField(label="Intercommunalité", required=False, max_length=150)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.offered(), label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple, to_field_name="slug"
    )
    lead = NameField(label="Structure pilote", required=False, max_length=250, help_text=MADE_ON_THE_WAY)
    quorum_percent = forms.IntegerField(
        label="Quorum (%)",
        required=False,
        min_value=1,
        max_value=100,
        help_text=typo_fr("Part des sièges présents ou représentés. Vide : sans quorum."),
    )
    proxies_per_seat = forms.IntegerField(
        label="Pouvoirs par siège", initial=1, min_value=0, max_value=20, help_text=typo_fr("Combien de pouvoirs un même siège peut porter.")
    )
    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        processes: Iterable[Process],
        collective: Collective | None = None,
        limited: bool = False,
        process: Process | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(collective) if collective is not None else {"process": process.slug if process else ""}
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = processes  # type: ignore[attr-defined]
        if collective is not None:
            del self.fields["stage"]
        if limited or (collective is not None and collective.kind == CollectiveKind.COMMITTEE):
            del self.fields["process"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """An intercommunalité is found by its name; a département lies in its région."""
        cleaned = super().clean() or {}
        department, region = cleaned.get("department"), cleaned.get("region")
        if department and region and department.region_id != region.pk:
            self.add_error("department", typo_fr(f"{department.name} n’est pas dans cette région : corrigez l’un des deux."))
        self.epci = None
        if name := cleaned.get("epci"):
            self.epci, problem = self.fields["epci"].find(name, department)  # type: ignore[attr-defined]
            if problem:
                self.add_error("epci", typo_fr(problem))
        return cleaned

    def values(self, by: Actor) -> dict[str, Any]:
        """Arguments for the service; called in the transaction of the act, since it may create the structure pilote."""
        cleaned = self.cleaned_data
        kept = ("name", "kind", "process", "challenge", "stage", "department", "region", "themes", "quorum_percent", "proxies_per_seat")
        lead: Organisation | None = find_or_create_organisation(name=cleaned["lead"], by=by) if cleaned["lead"] else None
        return {name: cleaned[name] for name in kept if name in cleaned} | {"epci": self.epci, "lead_organisation": lead}


def _initial(collective: Collective) -> dict[str, Any]:
    return {
        "name": collective.name,
        "kind": collective.kind,
        "process": collective.process.slug if collective.process else "",
        "challenge": collective.challenge,
        "department": collective.department_id,
        "region": collective.region_id,
        "epci": collective.epci.name if collective.epci else "",
        "themes": [theme.slug for theme in collective.themes.all()],
        "lead": collective.lead_organisation.name if collective.lead_organisation else "",
        "quorum_percent": collective.quorum_percent,
        "proxies_per_seat": collective.proxies_per_seat,
        "lock_version": collective.lock_version,
    }


class StageForm(GroupForm):
    """The passage to one étape: its date, what is met, and why the rest is not waited for."""

    after = forms.ChoiceField(widget=forms.HiddenInput)
    changed_on = DateField(label="Date du passage")
    criteria = forms.MultipleChoiceField(
        label="Critères remplis",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=typo_fr("Cochez ceux qui le sont. Ce qui reste vide demande une raison."),
    )
    reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=typo_fr("Elle reste dans l’historique du collectif."),
    )

    def __init__(self, *args: Any, collective: Collective, after: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"after": after, "changed_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [(each, each.label) for each in STAGE_PASSAGES[Stage(collective.stage)]]  # type: ignore[attr-defined]
        asked = criteria(collective.stage, after)
        self.fields["criteria"].choices = asked  # type: ignore[attr-defined]
        self.fields["criteria"].widget.never_optional = True  # type: ignore[attr-defined]
        if not asked:
            del self.fields["criteria"]

"""Actions as lists: those of a group, and « Mes actions » over everything."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from collectives.actions.enums import ActionState
from collectives.actions.models import Action, Label
from labo_ess.lists import criteria
from labo_ess.lists.page import BulkAction, Column, Criterion, Empty, ListPage, Status, Tab
from labo_ess.text.dates import medium_date
from labo_ess.text.search import search_key
from labo_ess.text.typography import plural

S = ActionState
TONES = {S.OPEN: "wait", S.DONE: "ok", S.DROPPED: ""}


def days_late(action: Action) -> int:
    """How many days past its date, 0 when it is not late."""
    if action.state != S.OPEN or action.due_on is None:
        return 0
    return max((timezone.localdate() - action.due_on).days, 0)


def due_words(action: Action) -> str | Status:
    """« 12 déc. », or how late it is."""
    if action.due_on is None:
        return ""
    late = days_late(action)
    return Status("bad", f"{medium_date(action.due_on)}, {plural(late, 'jour', 'jours')} de retard") if late else medium_date(action.due_on)


def state_of(action: Action) -> Status:
    """The state as a dot and a word."""
    state = S(action.state)
    return Status(TONES[state], state.label.capitalize())


def address_of(action: Action) -> str:
    """The page of an action."""
    return reverse("collectives:actions:action", args=[action.collective.slug, action.public_id])


def labels_of(action: Action) -> str:
    """« urgent, communication »."""
    return ", ".join(label.name for label in action.labels.all())


def _late(queryset: QuerySet, value: str) -> QuerySet:
    late = Q(state=S.OPEN, due_on__lt=timezone.localdate())
    return queryset.filter(late) if value == "oui" else queryset.exclude(late)


def _labelled(queryset: QuerySet, text: str) -> QuerySet:
    """Labels are folded here: there are few, and no column for them."""
    wanted = search_key(text)
    known = Label.objects.filter(actions__in=queryset.order_by()).values_list("pk", "name").distinct()
    return queryset.filter(pk__in=Action.objects.filter(labels__in=[pk for pk, name in known if wanted in search_key(name)]).values("pk"))


def _yes_no() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", "Indifférent"), ("oui", "Oui"), ("non", "Non")])


def _criteria() -> list[Criterion]:
    return [
        criteria.text("qui", "Qui", "owner__search_text"),
        criteria.custom("retard", "En retard", _yes_no, _late),
        criteria.custom("etiquette", "Étiquette", lambda: forms.CharField(max_length=40), _labelled, words=lambda text: f"« {text} »"),
        criteria.since("depuis", "Échéance à partir du", "due_on"),
        criteria.until("jusque", "Échéance jusqu’au", "due_on"),
    ]


TABS = [
    Tab("", "À faire", Q(state=S.OPEN)),
    Tab("faites", "Faites", Q(state=S.DONE)),
    Tab("abandonnees", "Abandonnées", Q(state=S.DROPPED)),
    Tab("toutes", "Toutes"),
]


def _columns(*more: Column) -> list[Column]:
    return [
        Column("quoi", "Quoi", value="title", sort="sort_text", link=address_of, sub="origin_label"),
        *more,
        Column("qui", "Qui", value="owner.name", sort="owner__sort_text"),
        Column("echeance", "Échéance", value=due_words, sort="due_on", export="due_on"),
        Column("colonne", "Colonne", value="column.title", sort="column__position"),
        Column("etiquettes", "Étiquettes", value=labels_of),
        Column("etat", "État", value=state_of, sort="state", export=lambda action: action.get_state_display()),
        Column("nee", "Née le", value="born_on", sort="born_on", shown=False),
    ]


def _shared(**more: Any) -> dict[str, Any]:
    return {"plural": "actions", "search": "search_text", "placeholder": "Ce qu’il y a à faire", "tabs": TABS, "order": ("due_on", "position")} | more


COLLECTIVE_ACTIONS = ListPage(
    name="collective_actions",
    columns=_columns(),
    criteria=_criteria(),
    filename="actions",
    extra=frozenset({"vue", "tableau"}),
    empty=Empty("Ce que le groupe décide de faire : quoi, qui, pour quand. Aucune action ne répond à ces critères."),
    bulk=[BulkAction("done", "Noter comme faites", "collectives:actions:bulk_done", "check")],
    **_shared(),
)

ALL_ACTIONS = ListPage(
    name="actions",
    columns=_columns(Column("collectif", "Collectif", value="collective.name", sort="collective__sort_text")),
    criteria=_criteria(),
    filename="mes-actions",
    extra=frozenset({"miennes"}),
    empty=Empty("Les actions qui vous sont confiées, dans tous les collectifs. Aucune ne répond à ces critères."),
    **_shared(),
)

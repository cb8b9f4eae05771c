"""The register: decisions of every group."""

import copy
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from collectives.groups.models import Collective, Process
from collectives.meetings.enums import DecisionState
from collectives.meetings.models import Decision
from collectives.meetings.querysets import DecisionQuerySet
from labo_ess.lists import criteria
from labo_ess.lists.page import Column, Empty, ListPage, Status, Tab

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone

TONES = {DecisionState.TO_CONFIRM: "wait", DecisionState.MADE: "info", DecisionState.APPLIED: "ok", DecisionState.ABANDONED: ""}


def state_of(decision: Decision) -> Status:
    """The state as a dot and a word."""
    state = DecisionState(decision.state)
    return Status(TONES[state], state.label.capitalize())


def address_of(decision: Decision) -> str:
    """Its page."""
    return reverse("collectives:minutes:decision", args=[decision.public_id])


def _where(decision: Decision) -> str:
    return decision.meeting.title if decision.meeting else ""


DECISIONS = ListPage(
    name="decisions",
    plural="décisions",
    search=lambda rows, text: rows.search(text),
    placeholder="Mots de la décision",
    order=("-decided_on", "-pk"),
    columns=[
        Column("text", "Décision", link=address_of, sub=_where, export="text"),
        Column("state", "État", value=state_of, sort="state", export=lambda decision: decision.get_state_display()),
        Column("collective", "Collectif", value="collective.name", sort="collective__sort_text"),
        Column("process", "Démarche", value="collective.process.name", shown=False),
        Column("meeting", "Réunion", value=_where, shown=False),
        Column("decided_on", "Prise le", sort="decided_on"),
        Column("review_on", "À revoir le", sort="review_on"),
        Column("actions_count", "Actions", numeric=True),
    ],
    tabs=[
        Tab("", "Toutes"),
        Tab("ouvertes", "Ouvertes", Q(state__in=(DecisionState.TO_CONFIRM, DecisionState.MADE))),
        Tab("a_confirmer", "À confirmer", Q(state=DecisionState.TO_CONFIRM)),
        Tab("actees", "Actées", Q(state=DecisionState.MADE)),
        Tab("appliquees", "Appliquées", Q(state=DecisionState.APPLIED)),
        Tab("abandonnees", "Abandonnées", Q(state=DecisionState.ABANDONED)),
    ],
    criteria=[
        criteria.since("depuis", "Prise depuis le", "decided_on"),
        criteria.until("jusqu", "Prise jusqu’au", "decided_on"),
        criteria.until("a_revoir", "À revoir avant le", "review_on"),
    ],
    filename="decisions",
    empty=Empty("Les décisions prises en réunion, de tous les collectifs : elles s’ajoutent sous un point, en séance."),
)


def list_for(user: "Anyone") -> ListPage:
    """The register with the groups and démarches that the person sees among its criteria: the name of another is not shown."""
    page = copy.copy(DECISIONS)  # the declaration stays the one of the house
    page.criteria = [
        criteria.related("collectif", "Collectif", "collective", lambda: Collective.objects.visible_to(user), key="slug"),
        criteria.related("demarche", "Démarche", "collective__process", lambda: Process.objects.visible_to(user), key="slug"),
        *DECISIONS.criteria,
    ]
    return page


def with_counts(rows: DecisionQuerySet) -> DecisionQuerySet:
    """What the list shows of each, in the same query."""
    return rows.select_related("collective__process", "meeting").annotate(actions_count=Count("actions", distinct=True))

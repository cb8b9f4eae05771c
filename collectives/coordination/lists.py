"""The list « Collectifs »: every group on one screen."""

import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collectives.coordination.querysets import is_living
from collectives.groups.enums import LIFE_ENDS, CollectiveKind, Stage
from collectives.groups.models import Collective, Process
from collectives.meetings.enums import MeetingState
from contacts.reference.models import Department, Region, Theme
from labo_ess.lists import criteria
from labo_ess.lists.page import Column, Empty, ListPage, Status, Tab
from labo_ess.text.dates import medium_date, time_fr
from labo_ess.text.typography import plural, typo_fr

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone

QUIET_DAYS = 60
"""A living group that says nothing for longer is shown as late."""


def to(name: str, collective: Collective) -> str:
    """An address of a group; empty while the page does not exist."""
    try:
        return reverse(name, args=[collective.slug])
    except NoReverseMatch:
        return ""


def described(row: Collective) -> str:
    """« Chantier coopératif · Pôle coopératif du Val imaginaire »."""
    return " · ".join(part for part in (row.get_kind_display().capitalize(), row.lead_organisation.name if row.lead_organisation else "") if part)


def stage_of(collective: Collective) -> Status | str:
    """Its étape; a committee has none."""
    return Status(collective.stage_tone, collective.stage_words) if collective.has_stages else ""


def when(moment: datetime | None) -> str:
    """« 7 nov. 2026, 17 h »."""
    return f"{medium_date(moment)}, {time_fr(timezone.localtime(moment))}" if moment else ""


def next_of(row: Any) -> SafeString | str:
    """The next meeting; a living group without one is said to have none."""
    if row.next_meeting_at:
        return when(row.next_meeting_at)
    late = " due-late" if row.has_stages else ""  # a day's committee may be done with its work
    return format_html('<span class="due{}">{}</span>', late, "aucune") if is_living(row) else ""


def _prepared(row: Any) -> str:
    return "en préparation" if row.next_meeting_state == MeetingState.DRAFT else ""


def _counted(number: int, words: str, row: Collective, css: str = "") -> SafeString:
    if not number:
        return format_html('<span class="muted">0<span class="visually-hidden"> {}</span></span>', words)
    inside = format_html('{}<span class="visually-hidden"> {}, {}</span>', number, words, typo_fr(row.name))
    return format_html('<span class="{}">{}</span>', css, inside)


def decisions_of(row: Any) -> str:
    """Its open decisions in the register."""
    try:
        return f"{reverse('collectives:minutes:register')}?etat=ouvertes&collectif={row.slug}" if row.decisions_open else ""
    except NoReverseMatch:
        return ""


def silence_days(row: Any) -> int:
    """Whole days since the last sign of the group."""
    return max(0, (timezone.localdate() - timezone.localtime(row.last_sign_at).date()).days)


def silence_of(row: Any) -> SafeString | str:
    """« 12 jours »."""
    if not is_living(row):
        return ""
    days = silence_days(row)
    words = plural(days, "jour", "jours") if days else "aujourd’hui"
    return format_html('<span class="due due-late">{}</span>', words) if days > QUIET_DAYS else words


def _some(name: str, label: str, having: Q, words: str) -> criteria.Criterion:
    """Rows whose figure says so; the figures are on the rows already."""

    def apply(queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(having) if value == "oui" else queryset.exclude(having)

    def field() -> forms.Field:
        return forms.ChoiceField(label=label, choices=[("", "Indifférent"), ("oui", "Oui"), ("non", "Non")], required=False)

    return criteria.custom(name, label, field, apply, words=lambda value: words if value == "oui" else f"pas « {words} »")


COLLECTIVES = ListPage(
    name="collectives",
    plural="collectifs",
    singular="collectif",
    search="search_text",
    placeholder="Nom ou défi",
    order="sort_text",
    columns=[
        Column(
            "collectif",
            "Collectif",
            value="name",
            sort="sort_text",
            link=lambda row: row.get_absolute_url(),
            sub=described,
        ),
        Column("nature", "Nature", value=lambda row: row.get_kind_display(), shown=False),
        Column("demarche", "Démarche", value="process.name", shown=False),
        Column("etape", "Étape", value=stage_of, sort="stage_rank", export=lambda row: row.get_stage_display() if row.has_stages else ""),
        Column("derniere", "Dernière réunion", value=lambda row: when(row.last_meeting_at), sort="last_meeting_at", export="last_meeting_at"),
        Column("prochaine", "Prochaine réunion", value=next_of, sub=_prepared, sort="next_meeting_at", export="next_meeting_at"),
        Column(
            "decisions",
            "Décisions ouvertes",
            value=lambda row: _counted(row.decisions_open, "décisions ouvertes", row),
            link=decisions_of,
            sort="decisions_open",
            export="decisions_open",
            numeric=True,
        ),
        Column(
            "retards",
            "Actions en retard",
            value=lambda row: _counted(row.actions_late, "actions en retard", row, "due-late"),
            link=lambda row: to("collectives:actions:board", row) if row.actions_late else "",
            sort="actions_late",
            export="actions_late",
            numeric=True,
        ),
        Column("ouvertes", "Actions ouvertes", value="actions_open", shown=False),
        Column("silence", "Silence depuis", value=silence_of, sort="-last_sign_at", export=silence_days),
        Column("region", "Région", value="region.name", shown=False),
        Column("departement", "Département", value="department.name", shown=False),
        Column("themes", "Thèmes", value=lambda row: ", ".join(theme.name for theme in row.themes.all()), shown=False),
        Column("pilote", "Structure pilote", value="lead_organisation.name", shown=False),
        Column("defi", "Défi", value="challenge", shown=False),
    ],
    tabs=[
        Tab("", "En cours", ~Q(stage__in=LIFE_ENDS)),
        Tab("sommeil", "En sommeil", Q(stage=Stage.ASLEEP)),
        Tab("clos", "Clos", Q(stage=Stage.CLOSED)),
        Tab("tous", "Tous"),
    ],
    criteria=[
        criteria.related("theme", "Thème", "themes", Theme.objects.all, key="slug"),
        criteria.related("region", "Région", "region", Region.objects.all, key="code"),
        criteria.one_of("departement", "Département", "department", Department.objects.as_choices),
        criteria.one_of("nature", "Nature", "kind", [(each.value, each.label.capitalize()) for each in CollectiveKind]),
        criteria.one_of("etape", "Étape", "stage", [(each.value, each.label.capitalize()) for each in Stage]),
        _some("retard", "Actions en retard", Q(actions_late__gt=0), "avec retard"),
        _some("sans-reunion", "Sans réunion prévue", Q(next_meeting_at__isnull=True), "sans réunion prévue"),
    ],
    filename="collectifs",
    empty=Empty(
        "Un collectif réunit des personnes et des structures autour d’un défi : membres, réunions, décisions, actions. Aucun n’est encore créé."
    ),
)


def list_for(user: "Anyone") -> ListPage:
    """The list with the démarches that the person sees among its criteria, and no others."""
    page = copy.copy(COLLECTIVES)  # the declaration stays the one of the house
    processes = criteria.related("demarche", "Démarche", "process", lambda: Process.objects.visible_to(user), key="slug")
    page.criteria = [processes, *COLLECTIVES.criteria]
    return page

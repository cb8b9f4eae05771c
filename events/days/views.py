"""Pages of staff on cycles and days."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events.days.enums import DAY_PASSAGES, DayState
from events.days.exceptions import DayRefused
from events.days.forms import CycleForm, DayForm
from events.days.lists import DAYS
from events.days.models import Cycle, Day
from events.days.permissions import can_edit_cycle
from events.days.services import create_cycle, create_day, edit_cycle, edit_day, pass_to, trash_day
from labo_ess.accounts.roles import is_team, readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page, undo_toast


def visible_day(request: HttpRequest, slug: str) -> Day:
    """The day at this address, for whoever reads the house; 404 else."""
    return get_object_or_404(Day.objects.visible_to(request.user).select_related("cycle", "region", "department", "committee"), slug=slug)


@require_GET
@readers_only
def day_list(request: HttpRequest) -> HttpResponse:
    """Every day of the house."""
    days = Day.objects.visible_to(request.user).select_related("cycle")
    return DAYS.respond(request, days, template="events/days/list.html", context={"can_edit": is_team(request.user)}, can_export=True)


@require_GET
@readers_only
def cycle_list(request: HttpRequest) -> HttpResponse:
    """The cycles, with how many days each holds."""
    alive = Q(days__trashed_at__isnull=True)
    cycles = Cycle.objects.visible_to(request.user).annotate(day_count=Count("days", filter=alive))
    context = {"cycles": cycles, "count": len(cycles), "can_edit": is_team(request.user)}
    return render_page(request, "events/days/cycles.html", context)


@require_GET
@readers_only
def cycle_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A cycle: its aims, its days."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), slug=slug)
    days = list(cycle.days.visible_to(request.user))
    context = {"cycle": cycle, "days": days, "history": history(cycle), "can_edit": can_edit_cycle(request.user, cycle)}
    return render_page(request, "events/days/cycle.html", context)


@require_http_methods(["GET", "POST"])
@team_only
def cycle_new(request: HttpRequest) -> HttpResponse:
    """Make a cycle."""
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cycle = create_cycle(by=Actor.of(request), **form.cleaned_data)
        messages.success(request, typo_fr(f"Le cycle « {cycle} » est créé."))
        return redirect("events:days:cycle", cycle.slug)
    return render_page(request, "events/days/cycle_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def cycle_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a cycle."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), slug=slug)
    form = CycleForm(request.POST or None, instance=cycle)
    if request.method == "POST" and form.is_valid():
        edit_cycle(cycle, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, typo_fr("Le cycle est enregistré."))
        return redirect("events:days:cycle", cycle.slug)
    return render_page(request, "events/days/cycle_form.html", {"form": form, "cycle": cycle}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def day_new(request: HttpRequest) -> HttpResponse:
    """Make a day, in draft; `?cycle=` chooses its cycle."""
    first = Cycle.objects.filter(slug=request.GET["cycle"]) if "cycle" in request.GET else Cycle.objects.all()
    form = DayForm(request.POST or None, initial={"cycle": first.first()})
    if request.method == "POST" and form.is_valid():
        try:
            day = create_day(by=Actor.of(request), **form.cleaned_data)
        except DayRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La journée « {day} » est créée, en brouillon : vous seul·e·s la voyez."))
            return redirect("events:overview:day", day.slug)
    return render_page(request, "events/days/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@team_only
def day_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a day."""
    day = visible_day(request, slug)
    before = day.sequence
    form = DayForm(request.POST or None, instance=day)
    if request.method == "POST" and form.is_valid():
        try:
            day = edit_day(day, by=Actor.of(request), **form.changes())
        except DayRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La journée est enregistrée." + dates_words(day) + warn_words(day, before)))
            return redirect("events:overview:day", day.slug)
    return render_page(request, "events/days/form.html", {"form": form, "day": day}, status=422 if form.errors else 200)


def dates_words(day: Day) -> str:
    """« 12 dates ont suivi, 1 est restée, fixée à la main. », when the day moved and a retro-planning follows it."""
    return f" Rétroplanning : {day.moved_dates.sentence}." if day.moved_dates else ""


def warn_words(day: Day, before: int) -> str:
    """Who knows of the day keeps its old moment or place in an agenda: no mail leaves by itself."""
    told = day.state in (DayState.OPEN, DayState.CLOSED) and day.sequence != before
    return " La page publique le dit déjà ; prévenez les personnes inscrites." if told else ""


STATE_VERBS = {
    DayState.PREPARING: "Mettre la journée en préparation",
    DayState.OPEN: "Ouvrir les inscriptions",
    DayState.CLOSED: "Clore les inscriptions",
    DayState.ARCHIVED: "Archiver la journée",
}


def passages(day: Day) -> list[dict[str, Any]]:
    """The buttons that bring a day further: one form each."""
    allowed = DAY_PASSAGES[DayState(day.state)]
    again = day.state == DayState.CLOSED
    return [{"state": state, "words": "Rouvrir les inscriptions" if again else words} for state, words in STATE_VERBS.items() if state in allowed]


@require_POST
@team_only
def day_pass(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a day to another state; an old page's button that no longer fits is told so."""
    day = visible_day(request, slug)
    state = request.POST.get("state", "")
    try:
        if state not in DayState.values:
            raise DayRefused("Cet état n’existe pas. Rien n’a changé.")
        day = pass_to(day, state, by=Actor.of(request))
    except DayRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(f"La journée est maintenant à l’état « {day.get_state_display()} »."))
    return redirect("events:overview:day", day.slug)


@require_POST
@team_only
def day_trash(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a draft in the Corbeille; « Annuler » puts it back."""
    day = visible_day(request, slug)
    try:
        trash_day(day, by=Actor.of(request))
    except DayRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("events:overview:day", day.slug)
    undo = reverse("revisions:restore", args=["day", day.public_id])
    undo_toast(request, typo_fr(f"« {day} » est à la corbeille pour trente jours."), undo)
    return redirect("events:days:list")

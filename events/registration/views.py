"""Pages of staff on who comes to a day."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from events.days.models import Day
from events.registration import services
from events.registration.emails import choices_of, rank_of
from events.registration.enums import LIVE, ChoiceState, RegistrationState
from events.registration.exceptions import RegistrationRefused
from events.registration.forms import AnswerForm, slots_of
from events.registration.lists import dressed, list_of, state_of
from events.registration.models import Registration, SessionChoice
from events.registration.permissions import can_edit_registrations, can_export_registrations, can_see_needs
from events.registration.places import count_day, offered_ateliers
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page


def day_at(request: HttpRequest, slug: str) -> Day:
    """The day at this address, for whoever reads the house; 404 else."""
    return get_object_or_404(Day.objects.visible_to(request.user).select_related("cycle"), slug=slug)


def _registration(request: HttpRequest, slug: str, public_id: Any) -> Registration:
    found = Registration.objects.visible_to(request.user).select_related("person", "organisation", "day__cycle")
    return get_object_or_404(found, day__slug=slug, day__trashed_at__isnull=True, public_id=public_id)


@require_GET
@readers_only
def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes: counts, tabs by state, filters in the address, files."""
    day = day_at(request, slug)
    places = count_day(day)
    ateliers_waiting = Registration.objects.filter(day=day, choices__state=ChoiceState.WAITING).values("pk").distinct().count()
    context = {"day": day, "places": places, "ateliers_waiting": ateliers_waiting, "can_edit": can_edit_registrations(request.user)}
    page = list_of(day, with_needs=can_see_needs(request.user))
    rows = day.registrations.visible_to(request.user)
    dress = partial(dressed, addresses="format" in request.GET)
    may_export = can_export_registrations(request.user)
    return page.respond(request, rows, dress=dress, template="events/registration/list.html", context=context, can_export=may_export)


@require_GET
@readers_only
def detail(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """One registration: what was answered, what may be done, what was done."""
    registration = _registration(request, slug, public_id)
    return _detail(request, registration)


def _detail(request: HttpRequest, registration: Registration, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    day = registration.day
    may_edit = can_edit_registrations(request.user)
    live = registration.state in LIVE
    choices = choices_of(registration) if live else []
    registration.rank = rank_of(registration)  # type: ignore[attr-defined]
    context = {
        "day": day,
        "registration": registration,
        "state": state_of(registration),
        "choices": choices,
        "live": live,
        "can_edit": may_edit,
        "can_promote": registration.state in (RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.PENDING),
        "needs": registration.needs if can_see_needs(request.user) else "",
        "form": (form or _form(registration, choices)) if may_edit and live else None,
        "history": history(registration),
    }
    return render_page(request, "events/registration/detail.html", context, status=status)


def _form(registration: Registration, choices: list[SessionChoice], data: Any = None) -> AnswerForm:
    slots = slots_of(registration.day, offered_ateliers(registration.day))
    initial = {name: getattr(registration, name) for name in ("quality", "function", "organisation_label", "needs")}
    mine = {choice.session_id for choice in choices}
    for slot in slots:
        held = next((str(session.public_id) for session in slot.sessions if session.pk in mine), "aucun")
        initial[slot.name] = held
    return AnswerForm(data, slots=slots, mine=mine, initial=initial, for_team=True)


@require_POST
@team_only
def change(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """Other ateliers, another function: the same rules as for the guest."""
    registration = _registration(request, slug, public_id)
    form = _form(registration, choices_of(registration), request.POST)
    if not form.is_valid():
        return _detail(request, registration, form, 422)
    try:
        services.change(
            registration=registration, by=Actor.of(request), choices=form.chosen, details=form.details, form_key=form.cleaned_data["form_key"]
        )
    except RegistrationRefused as refusal:
        form.refuse(refusal)
        return _detail(request, registration, form, 422)
    messages.success(request, typo_fr("L’inscription est enregistrée."))
    return redirect("events:registration:detail", slug, public_id)


@require_POST
@team_only
def promote(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """« Faire monter » in the queue of the day."""
    registration = _registration(request, slug, public_id)
    return _done(
        request,
        lambda: services.promote(registration=registration, by=Actor.of(request)),
        f"{registration.person} a maintenant une place ; un message part.",
        registration,
    )


@require_POST
@team_only
def promote_choice(request: HttpRequest, slug: str, public_id: Any, choice_id: Any) -> HttpResponse:
    """« Faire monter » in the queue of an atelier."""
    registration = _registration(request, slug, public_id)
    choice = get_object_or_404(registration.choices.select_related("session__day", "registration"), public_id=choice_id)
    return _done(
        request,
        lambda: services.promote_choice(choice=choice, by=Actor.of(request)),
        f"{registration.person} a maintenant une place dans « {choice.session} » ; un message part.",
        registration,
    )


@require_POST
@team_only
def cancel(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """Unregister someone; it can be undone by registering again, at the end of the queue."""
    registration = _registration(request, slug, public_id)
    return _done(
        request,
        lambda: services.cancel(registration=registration, by=Actor.of(request)),
        f"{registration.person} n’est plus inscrit·e ; un message part.",
        registration,
    )


@require_POST
@team_only
def send_link(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """The personal link, by mail once more."""
    registration = _registration(request, slug, public_id)
    key = request.POST.get("form_key", "")[:40]
    return _done(
        request,
        lambda: services.send_link(day=registration.day, person=registration.person, by=Actor.of(request), form_key=key),
        f"Le lien personnel part à {registration.person}.",
        registration,
    )


def _done(request: HttpRequest, act: Any, said: str, registration: Registration) -> HttpResponse:
    """Act, say it, and come back where one was."""
    try:
        act()
    except RegistrationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(said))
    back = "events:registration:queue" if request.POST.get("retour") == "attente" else ""
    slug = registration.day.slug
    return redirect(back, slug) if back else redirect("events:registration:detail", slug, registration.public_id)


@require_POST
@team_only
def bulk_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Unregister a selection: asks once, naming the count, since mails leave."""
    day = day_at(request, slug)
    chosen = list(dressed(list_of(day, with_needs=True).selected(request, day.registrations.visible_to(request.user)).filter(state__in=LIVE)))
    back = reverse("events:registration:list", args=[slug])
    if not chosen:
        messages.warning(request, typo_fr("Aucune des lignes choisies n’est inscrite ou en attente : rien n’a changé."))
        return redirect(back)
    if request.POST.get("confirm") != "oui":
        return render_page(request, "events/registration/bulk_cancel.html", {"day": day, "chosen": chosen, "count": len(chosen)})
    for registration in chosen:
        services.cancel(registration=registration, by=Actor.of(request))
    messages.success(request, typo_fr(f"{plural(len(chosen), 'personne désinscrite', 'personnes désinscrites')} ; un message part à chacune."))
    return redirect(back)


@require_GET
@readers_only
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """The queues of the day and of its ateliers, with ranks and « Faire monter »."""
    day = day_at(request, slug)
    waiting = list(Registration.objects.filter(day=day).waiting_in_order().select_related("person"))
    queues: dict[int, list[SessionChoice]] = {}
    chosen = SessionChoice.objects.filter(session__day=day, state=ChoiceState.WAITING).waiting_in_order()
    for choice in chosen.select_related("registration__person"):
        queues.setdefault(choice.session_id, []).append(choice)
    ateliers = [(session, queues[session.pk]) for session in offered_ateliers(day) if session.pk in queues]
    context = {
        "day": day,
        "places": count_day(day),
        "waiting": waiting,
        "ateliers": ateliers,
        "count": len(waiting) + sum(len(rows) for _session, rows in ateliers),
        "can_edit": can_edit_registrations(request.user),
    }
    return render_page(request, "events/registration/queue.html", context)

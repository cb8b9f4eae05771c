"""Registering someone who phoned: find the person or note them, then answer for them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from contacts.directory.exceptions import DirectoryRefusal
from contacts.directory.models import Person, Position
from events.days.models import Day
from events.registration import services
from events.registration.enums import RegistrationState
from events.registration.exceptions import RegistrationRefused
from events.registration.forms import AnswerForm, NewcomerForm, slots_of
from events.registration.models import Registration
from events.registration.places import count_day, offered_ateliers
from events.registration.views import day_at
from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page

FOUND_AT_MOST = 20


@require_http_methods(["GET", "POST"])
@team_only
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Search the directory, choose someone (or note a newcomer), then the same questions as the guest's."""
    day = day_at(request, slug)
    person = _person(request)
    newcomer = person is None and "creer" in request.GET
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, slots=slots_of(day, offered_ateliers(day)), for_team=True, initial=_initial(person))
    identity = NewcomerForm(posted, initial={"last_name": request.GET.get("q", "")[:120]}) if newcomer else None
    if posted is not None and (person or newcomer):
        valid = [each.is_valid() for each in (form, identity) if each is not None]
        if all(valid) and (registration := _register(request, day, person, form, identity)) is not None:
            waits = registration.state == RegistrationState.WAITING
            words = "est sur la liste d’attente" if waits else "est inscrit·e"
            messages.success(request, typo_fr(f"{registration.person} {words} ; la confirmation part avec le lien personnel."))
            return redirect("events:registration:detail", slug, registration.public_id)
    return _page(request, day, person, newcomer, form, identity)


def _page(request: HttpRequest, day: Day, person: Person | None, newcomer: bool, form: AnswerForm, identity: NewcomerForm | None) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:200]
    searched = person is None and not newcomer
    context: dict[str, Any] = {
        "day": day,
        "person": person,
        "newcomer": newcomer,
        "q": q,
        "found": _found(request, day, q) if searched and q else [],
        "form": form,
        "identity": identity,
        "places": count_day(day),
        "already": Registration.objects.filter(day=day, person=person).first() if person else None,
    }
    refused = request.method == "POST" and (form.errors or (identity is not None and identity.errors))
    return render_page(request, "events/registration/new.html", context, status=422 if refused else 200)


def _register(request: HttpRequest, day: Day, person: Person | None, form: AnswerForm, identity: NewcomerForm | None) -> Registration | None:
    try:
        if identity is None:
            assert person is not None
            return services.register_by_team(day=day, person=person, by=Actor.of(request), choices=form.chosen, details=form.details)
        return services.register_newcomer(day=day, by=Actor.of(request), choices=form.chosen, details=form.details, **identity.cleaned_data)
    except RegistrationRefused as refusal:
        form.refuse(refusal)
    except DirectoryRefusal as refusal:
        target = identity if identity is not None else form
        target.add_error(refusal.field if refusal.field in target.fields else None, str(refusal))
    return None


def _person(request: HttpRequest) -> Person | None:
    try:
        public_id = UUID(request.GET.get("personne", ""))
    except ValueError:
        return None
    return Person.objects.visible_to(request.user).filter(public_id=public_id).first()


def _initial(person: Person | None) -> dict[str, Any]:
    if person is None:
        return {}
    position = (
        Position.objects.filter(person=person, end_on__isnull=True).select_related("organisation").order_by("-is_main", "-start_on", "pk").first()
    )
    if position is None:
        return {}
    return {"function": position.title, "organisation_label": position.organisation.name if position.organisation else ""}


def _found(request: HttpRequest, day: Day, q: str) -> list[tuple[Person, Registration | None]]:
    persons = list(Person.objects.visible_to(request.user).search(q).with_positions().order_by("sort_text", "pk")[:FOUND_AT_MOST])
    registered = {each.person_id: each for each in Registration.objects.filter(day=day, person__in=persons)}
    return [(person, registered.get(person.pk)) for person in persons]

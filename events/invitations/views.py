"""Pages of staff on who is invited to a day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.directory.lists import PERSONS
from contacts.directory.models import Person
from contacts.mailings.models import Mailing
from events.days.models import Day
from events.invitations import services
from events.invitations.enums import InvitationState
from events.invitations.exceptions import InvitationRefused
from events.invitations.forms import DayForm, InviteForm
from events.invitations.lists import INVITATIONS, rows_of
from events.invitations.permissions import can_export_invitations, can_invite
from events.registration.exceptions import RegistrationRefused
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.lists.page import Empty
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page

FOUND_AT_MOST = 50


def _day(request: HttpRequest, slug: str) -> Day:
    return get_object_or_404(Day.objects.visible_to(request.user).select_related("cycle"), slug=slug)


@require_GET
@readers_only
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is invited, who answered; the mailings of the day above."""
    day = _day(request, slug)
    may_invite = can_invite(request.user)
    mailings = Mailing.objects.filter(kind__in=(services.KIND, services.REMINDER), about_id=day.public_id) if may_invite else Mailing.objects.none()
    empty = Empty(INVITATIONS.empty.sentence, ("Inviter des personnes", reverse("events:invitations:invite", args=[slug]))) if may_invite else None  # type: ignore[union-attr]
    silent = day.invitations.silent().count() if may_invite and day.takes_registrations else 0  # type: ignore[attr-defined]
    context = {"day": day, "mailings": list(mailings.order_by("-pk")), "can_edit": may_invite, "silent": silent}
    return INVITATIONS.respond(
        request,
        rows_of(day, request.user),
        template="events/invitations/list.html",
        context=context,
        can_export=can_export_invitations(request.user),
        empty=empty,
    )


@require_http_methods(["GET", "POST"])
@team_only
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a list of the directory, or persons one by one; nothing leaves from here."""
    day = _day(request, slug)
    by_hand = request.method == "POST" and "personnes" in request.POST
    form = InviteForm(request.POST if request.method == "POST" and not by_hand else None)
    if by_hand:
        ids = [text for text in request.POST.getlist("id") if _is_uuid(text)]
        persons = list(Person.objects.visible_to(request.user).filter(public_id__in=ids))
        if persons:
            return _invited(request, day, persons)
        messages.warning(request, typo_fr("Cochez au moins une personne à inviter."))
    elif form.is_bound and form.is_valid():
        chosen = form.cleaned_data["contact_list"]
        return _invited(request, day, services.persons_of(chosen), contact_list=chosen)
    q = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = Person.objects.visible_to(request.user).search(q).with_positions().order_by("sort_text", "pk")[:FOUND_AT_MOST] if q else []
    context = {"day": day, "form": form, "q": q, "found": list(found)}
    return render_page(request, "events/invitations/invite.html", context, status=422 if form.errors else 200)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _invited(request: HttpRequest, day: Day, persons: Any, **options: Any) -> HttpResponse:
    try:
        mailing = services.invite(day=day, persons=persons, by=Actor.of(request), **options)
    except InvitationRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("events:invitations:list", day.slug)
    prepared = day.invitations.filter(mailing=mailing, state=InvitationState.PREPARED).count()  # type: ignore[attr-defined]
    messages.success(request, typo_fr(f"{plural(prepared, 'invitation est prête', 'invitations sont prêtes')} ; rien n’est parti. Relisez le texte."))
    return redirect("contacts:mailings:edit", mailing.public_id)


@require_POST
@team_only
def invite_selection(request: HttpRequest) -> HttpResponse:
    """From a selection of the directory: which day, then as above."""
    chosen = PERSONS.selected(request, Person.objects.visible_to(request.user))
    form = DayForm(request.POST if "day" in request.POST else None)
    if form.is_bound and form.is_valid():
        return _invited(request, form.cleaned_data["day"], list(chosen))
    kept = [(name, value) for name in ("id", "tout", "filtre") for value in request.POST.getlist(name)]
    context = {"form": form, "count": chosen.count(), "kept": kept}
    return render_page(request, "events/invitations/selection.html", context, status=422 if form.errors else 200)


@require_POST
@team_only
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """« Relancer … »: a mailing to those who have not answered, to be read before it leaves."""
    day = _day(request, slug)
    try:
        mailing = services.remind(day=day, by=Actor.of(request))
    except InvitationRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("events:invitations:list", slug)
    messages.success(request, typo_fr("La relance est prête ; rien n’est parti. Relisez le texte : elle ira aux seules personnes sans réponse."))
    return redirect("contacts:mailings:edit", mailing.public_id)


@require_POST
@team_only
def decline(request: HttpRequest, slug: str) -> HttpResponse:
    """Who said by phone that they do not come. Registered persons are left as they are: they are unregistered one by one."""
    day = _day(request, slug)
    chosen = INVITATIONS.selected(request, rows_of(day, request.user)).filter(state__in=(InvitationState.PREPARED, InvitationState.SENT))
    done = 0
    for invitation in chosen:
        try:
            services.decline(day=day, person=invitation.person, by=Actor.of(request))
        except (InvitationRefused, RegistrationRefused) as refusal:
            messages.error(request, str(refusal))
            break
        done += 1
    messages.success(request, typo_fr(f"{plural(done, 'réponse est notée', 'réponses sont notées')}."))
    return redirect("events:invitations:list", slug)


@require_POST
@team_only
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take off those who have not been written to."""
    day = _day(request, slug)
    done = kept = 0
    for invitation in INVITATIONS.selected(request, rows_of(day, request.user)):
        try:
            services.withdraw(invitation=invitation, by=Actor.of(request))
            done += 1
        except InvitationRefused:
            kept += 1
    said = f"{plural(done, 'personne est retirée', 'personnes sont retirées')} de la liste."
    if kept:
        said += f" {plural(kept, 'invitation déjà partie reste', 'invitations déjà parties restent')}."
    messages.success(request, typo_fr(said))
    return redirect("events:invitations:list", slug)

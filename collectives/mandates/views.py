"""The « Membres » tab: who is in the group now and who was, who sits on each seat."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.groups.models import Collective, Membership
from collectives.groups.views import editable_collective, visible_collective
from collectives.mandates import finding
from collectives.mandates.exceptions import MandateRefused, MemberMissing
from collectives.mandates.forms import ChosenMemberForm, EndForm, NewOrganisationForm, NewPersonForm, PlaceForm
from collectives.mandates.models import Mandate
from collectives.mandates.permissions import can_edit_members, can_open_fiches, can_search_directory
from collectives.mandates.services import add_member, add_newcomer, edit_membership, end_membership, resume_membership, seat_holders
from contacts.directory.exceptions import DirectoryRefusal
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page

NEW = {"personne": NewPersonForm, "structure": NewOrganisationForm}


def membership_at(collective: Collective, public_id: str) -> Membership:
    """A member of this group, present or past."""
    rows = collective.memberships.select_related("person", "organisation", "collective", "seat")
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is a member now, with who sits; who was."""
    collective, today = visible_collective(request, slug), timezone.localdate()
    rows = collective.memberships.select_related("person", "organisation")
    seats = list(seat_holders(collective, today))
    mandates = Mandate.objects.filter(seat__membership__collective=collective).select_related("person", "seat__membership__organisation")
    context: dict[str, Any] = {
        "collective": collective,
        "seats": seats,
        "guests": list(rows.on(today).filter(voting=False)),
        "coming": list(rows.filter(since_on__gt=today)),
        "past": list(rows.filter(until_on__lt=today).order_by("-until_on")),
        "past_mandates": list(mandates.filter(ends_on__lt=today).order_by("-ends_on", "pk")),
        "coming_mandates": list(mandates.filter(starts_on__gt=today).order_by("starts_on", "pk")),
        "can_edit": can_edit_members(request.user, collective),
        "fiches": can_open_fiches(request.user),
    }
    context["count"] = len(context["seats"]) + len(context["guests"])
    context["vacant"] = sum(seat.titular is None for seat in seats)
    return render_page(request, "collectives/mandates/members.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Find someone in the directory, or type a person or an organisation; then say in which place."""
    collective = editable_collective(request, slug)
    searches, q, new = can_search_directory(request.user), finding.typed(request), request.GET.get("nouveau", "")
    if not searches and new not in NEW:
        new = "personne"
    found = finding.find_members(request, q) if searches and new not in NEW else []
    posted = request.POST if request.method == "POST" else None
    form = NEW[new](posted, initial=_typed(new, q)) if new in NEW else ChosenMemberForm(posted, found=found)
    if posted is not None and form.is_valid() and (membership := _added(request, collective, form)) is not None:
        messages.success(request, typo_fr(f"{membership.name} est membre du collectif."))
        if membership.organisation and membership.voting:
            return redirect("collectives:mandates:appoint", collective.slug, membership.public_id)
        return redirect("collectives:mandates:members", collective.slug)
    context = {"collective": collective, "form": form, "found": found, "q": q, "new": new if new in NEW else "", "searches": searches}
    return render_page(request, "collectives/mandates/add.html", context, status=422 if form.errors else 200)


def _typed(new: str, q: str) -> dict[str, str]:
    """What was searched is what will be typed."""
    if new == "structure":
        return {"organisation_name": q}
    first, _, last = q.rpartition(" ")
    return {"first_name": first, "last_name": last}


def _added(request: HttpRequest, collective: Collective, form: Any) -> Membership | None:
    cleaned, by = dict(form.cleaned_data), Actor.of(request)
    try:
        if "member" not in cleaned:
            return add_newcomer(collective=collective, by=by, **cleaned)
        person, organisation = finding.chosen(cleaned.pop("member"))
        if person is None and organisation is None:
            raise MemberMissing("Cette fiche n’est plus au répertoire : cherchez-la de nouveau.", field="member")
        return add_member(collective=collective, person=person, organisation=organisation, by=by, **cleaned)
    except (MandateRefused, DirectoryRefusal) as refusal:
        form.refuse(refusal)
        return None


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change the place of a member."""
    collective = editable_collective(request, slug)
    membership = membership_at(collective, public_id)
    initial = {name: getattr(membership, name) for name in ("function", "voting", "since_on")}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_membership(membership=membership, by=Actor.of(request), **form.cleaned_data)
        except MandateRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"La place de {membership.name} est enregistrée."))
            return redirect("collectives:mandates:members", collective.slug)
    context = {"collective": collective, "membership": membership, "form": form}
    return render_page(request, "collectives/mandates/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say when a member left; it stays among the past ones."""
    collective = editable_collective(request, slug)
    membership = membership_at(collective, public_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(membership=membership, by=Actor.of(request), **form.cleaned_data)
        except MandateRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"Le départ de {membership.name} est noté ; l’historique le garde."))
            return redirect("collectives:mandates:members", collective.slug)
    context = {"collective": collective, "membership": membership, "form": form}
    return render_page(request, "collectives/mandates/end.html", context, status=422 if form.errors else 200)


@require_POST
def resume(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The departure was a mistake."""
    collective = editable_collective(request, slug)
    membership = membership_at(collective, public_id)
    try:
        resume_membership(membership=membership, by=Actor.of(request))
    except MandateRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(f"{membership.name} est de nouveau membre ; vérifiez qui siège."))
    return redirect("collectives:mandates:members", collective.slug)

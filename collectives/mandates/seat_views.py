"""Who sits for an organisation: titulaire and suppléant·e, given and ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from collectives.groups.models import Collective, Membership
from collectives.groups.views import editable_collective
from collectives.mandates import finding
from collectives.mandates.enums import MandateKind
from collectives.mandates.exceptions import MandateRefused, MemberMissing
from collectives.mandates.forms import ChosenHolderForm, MandateEndForm, NewHolderForm
from collectives.mandates.models import Mandate
from collectives.mandates.permissions import can_search_directory
from collectives.mandates.services import appoint, appoint_newcomer, end_mandate, remove_mandate
from collectives.mandates.views import membership_at
from contacts.directory.exceptions import DirectoryRefusal
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


def _seated(collective: Collective, public_id: str) -> Membership:
    """An organisation that has a seat."""
    membership = membership_at(collective, public_id)
    if membership.organisation is None or not hasattr(membership, "seat"):
        raise Http404
    return membership


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Choose who sits, among the people of the organisation, by a search, or by typing a name."""
    collective = editable_collective(request, slug)
    membership = _seated(collective, public_id)
    q, searches = finding.typed(request), can_search_directory(request.user)
    typed = "nouveau" in request.GET or not searches
    found = [] if typed else (finding.find_persons(request, q) if q else finding.people_of(request, membership))
    posted = request.POST if request.method == "POST" else None
    kind = request.GET.get("qualite", "")
    options: dict[str, Any] = {"membership": membership, "kind": kind if kind in MandateKind.values else MandateKind.TITULAR}
    form = NewHolderForm(posted, **options) if typed else ChosenHolderForm(posted, found=found, **options)
    if posted is not None and form.is_valid() and (mandate := _given(request, membership, form)) is not None:
        messages.success(request, typo_fr(f"{mandate.person} est {mandate.get_kind_display()} pour {membership.name}."))
        return redirect("collectives:mandates:members", collective.slug)
    shown = {"form": form, "found": found, "q": q, "typed": typed, "searches": searches, "quality": kind if kind in MandateKind.values else ""}
    context = {"collective": collective, "membership": membership, **shown}
    return render_page(request, "collectives/mandates/appoint.html", context, status=422 if form.errors else 200)


def _given(request: HttpRequest, membership: Membership, form: Any) -> Mandate | None:
    cleaned, by = dict(form.cleaned_data), Actor.of(request)
    try:
        if "person" not in cleaned:
            return appoint_newcomer(seat=membership.seat, by=by, **cleaned)
        person, _ = finding.chosen(f"personne:{cleaned.pop('person')}")
        if person is None:
            raise MemberMissing("Cette personne n’est plus au répertoire : cherchez-la de nouveau.", field="person")
        return appoint(seat=membership.seat, person=person, by=by, **cleaned)
    except (MandateRefused, DirectoryRefusal) as refusal:
        form.refuse(refusal)
        return None


def _mandate(collective: Collective, public_id: str) -> Mandate:
    rows = Mandate.objects.filter(seat__membership__collective=collective).select_related("person", "seat__membership__organisation")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say when a mandate ended; another person may then be appointed."""
    collective = editable_collective(request, slug)
    mandate = _mandate(collective, public_id)
    form = MandateEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_mandate(mandate=mandate, by=Actor.of(request), **form.cleaned_data)
        except MandateRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr(f"Le mandat de {mandate.person} prend fin ; l’historique le garde."))
            return redirect("collectives:mandates:members", collective.slug)
    context = {"collective": collective, "mandate": mandate, "form": form}
    return render_page(request, "collectives/mandates/mandate_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Confirm, then take off a mandate entered by mistake."""
    collective = editable_collective(request, slug)
    mandate = _mandate(collective, public_id)
    if request.method == "POST":
        remove_mandate(mandate=mandate, by=Actor.of(request))
        messages.success(request, typo_fr(f"Le mandat de {mandate.person} est supprimé."))
        return redirect("collectives:mandates:members", collective.slug)
    return render_page(request, "collectives/mandates/mandate_remove.html", {"collective": collective, "mandate": mandate})

"""What a person accepted or refused, beside its fiche."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.consent import services
from contacts.consent.enums import Obstacle, Purpose
from contacts.consent.exceptions import NoAddressToSuppress
from contacts.consent.forms import ConsentForm
from contacts.directory.models import Person
from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


@require_http_methods(["GET", "POST"])
@team_only
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All that was said, with its date and wording; a form to note one more."""
    found = get_object_or_404(Person.objects.visible_to(request.user).select_related("department", "region").with_positions(), public_id=public_id)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        note = services.give_consent if data["answer"] == "yes" else services.withdraw_consent
        note(person=found, purpose=data["purpose"], wording=data["wording"], source=data["source"], by=Actor.of(request))
        messages.success(request, typo_fr("C’est noté, avec la date d’aujourd’hui."))
        return redirect("contacts:consent:person", public_id)
    context = _state(found) | {"person": found, "form": form, "said": [_line(row) for row in found.consents.all()]}
    return render_page(request, "contacts/consent/person.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@team_only
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The short form of it, shown on the fiche."""
    found = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    return render_page(request, "contacts/consent/panel.html", _state(found) | {"person": found}, partial="panel")


@require_POST
@team_only
def objection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """« Ne souhaite plus être contacté·e », or back."""
    found = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    try:
        if request.POST.get("lift"):
            services.lift_objection(person=found, by=Actor.of(request))
            messages.success(request, typo_fr("C’est noté : cette personne peut de nouveau être invitée."))
        else:
            services.object_to_mail(person=found, by=Actor.of(request))
            messages.success(request, typo_fr("C’est noté : cette personne ne recevra plus d’invitation."))
    except NoAddressToSuppress as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:consent:person", public_id)


def _state(found: Person) -> dict[str, Any]:
    verdicts = [(purpose, services.may_write_to(found, purpose)) for purpose in (Purpose.INVITATION, Purpose.NEWSLETTER)]
    objected = any(verdict.obstacle == Obstacle.SUPPRESSED for _, verdict in verdicts)
    return {"verdicts": [{"label": purpose.label, "verdict": verdict} for purpose, verdict in verdicts], "objected": objected}


def _line(row: Any) -> dict[str, Any]:
    return {"label": Purpose(row.purpose).label if row.purpose in Purpose.values else row.purpose, "row": row}

"""Writing to many: text, preview, test, count, departure."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.mailings import services
from contacts.mailings.emails import preview as preview_for
from contacts.mailings.enums import MailingState
from contacts.mailings.exceptions import MailingRefused
from contacts.mailings.forms import MailingForm, SendForm, TestForm
from contacts.mailings.headings import subject_of
from contacts.mailings.lists import MAILINGS, state_of
from contacts.mailings.models import Mailing
from contacts.mailings.recipients import Selection, kind_of
from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.outbox.enums import WAITING, MailState
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.services import counts, last_departure
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page

SHOWN_AT_MOST = 200


def _mailing(public_id: Any) -> Mailing:
    return get_object_or_404(Mailing, public_id=public_id)


def _context(mailing: Mailing, **more: Any) -> dict[str, Any]:
    kind = kind_of(mailing.kind)
    back = kind.back(mailing) if kind.back and mailing.about is not None else None
    return {"mailing": mailing, "subject": subject_of(mailing), "kind": kind, "back": back, "state": state_of(mailing), **more}


@require_GET
@team_only
def mailings(request: HttpRequest) -> HttpResponse:
    """Every mailing of the house."""
    rows = Mailing.objects.annotate(recipients_count=Count("recipients"))
    return MAILINGS.respond(request, rows, template="contacts/mailings/list.html")


@require_http_methods(["GET", "POST"])
@team_only
def edit(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The text of a draft; placeholders are checked when it is saved."""
    mailing = _mailing(public_id)
    if not mailing.is_draft and request.method != "POST":
        return redirect("contacts:mailings:follow", public_id)
    initial = {"subject": mailing.subject, "body": mailing.body}
    form = MailingForm(request.POST or None, kind=mailing.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(mailing=mailing, by=Actor.of(request), **form.cleaned_data)
        except MailingRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, typo_fr("Le texte est enregistré."))
            return redirect("contacts:mailings:preview", public_id)
    selection = services.select(mailing)
    context = _context(mailing, form=form, selection=selection, history=history(mailing))
    return render_page(request, "contacts/mailings/edit.html", context, status=422 if form.errors else 200)


@require_GET
@team_only
def preview(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The mail as a chosen person will see it: objet, page, text."""
    mailing = _mailing(public_id)
    selection = services.select(mailing)
    person = next((each for each in selection.chosen if str(each.public_id) == request.GET.get("personne")), None)
    person = person or (selection.chosen[0] if selection.chosen else None)
    context = _context(
        mailing,
        selection=selection,
        persons=selection.chosen[:SHOWN_AT_MOST],
        person=person,
        composed=preview_for(mailing, person) if person else None,
        form=TestForm(initial={"person": person.public_id}) if person else None,
    )
    return render_page(request, "contacts/mailings/preview.html", context)


@require_POST
@team_only
def send_test(request: HttpRequest, public_id: Any) -> HttpResponse:
    """« M’envoyer un test »."""
    mailing = _mailing(public_id)
    form = TestForm(request.POST)
    chosen = services.select(mailing).chosen if form.is_valid() else []
    person = next((each for each in chosen if each.public_id == form.cleaned_data["person"]), None)
    if person is None:
        messages.error(request, typo_fr("Cette personne n’est plus destinataire : choisissez-en une autre. Rien n’est parti."))
        return redirect("contacts:mailings:preview", public_id)
    key = form.cleaned_data["form_key"] or uuid.uuid4().hex
    services.send_test(mailing=mailing, person=person, user=request.user, by=Actor.of(request), form_key=key)  # type: ignore[arg-type]
    messages.success(request, typo_fr(f"Le test part à {request.user.email}, rempli pour {person}."))  # type: ignore[union-attr]
    response = redirect("contacts:mailings:preview", public_id)
    response["Location"] += f"?personne={person.public_id}"
    return response


@require_http_methods(["GET", "POST"])
@team_only
def send(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The last page before departure: the exact count, who is left out and why, one button that says the number."""
    mailing = _mailing(public_id)
    if not mailing.is_draft:
        return redirect("contacts:mailings:follow", public_id)
    refusal = ""
    if request.method == "POST":
        form = SendForm(request.POST)
        try:
            services.send(mailing=mailing, expected=form.cleaned_data["expected"] if form.is_valid() else 0, by=Actor.of(request))
            return redirect("contacts:mailings:follow", public_id)
        except MailingRefused as trouble:
            refusal = str(trouble)
    selection = services.select(mailing)
    return _last_page(request, mailing, selection, refusal)


def _last_page(request: HttpRequest, mailing: Mailing, selection: Selection, refusal: str) -> HttpResponse:
    noun = kind_of(mailing.kind).noun
    context = _context(
        mailing,
        selection=selection,
        refusal=refusal,
        left_out=selection.left_out[:SHOWN_AT_MOST],
        button=f"Envoyer {plural(len(selection.chosen), *noun)}",
        form=SendForm(initial={"expected": len(selection.chosen)}),
    )
    return render_page(request, "contacts/mailings/send.html", context, status=409 if refusal else 200)


@require_GET
@team_only
def follow(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What has left, what failed, what waits, and when the last will be gone."""
    mailing = _mailing(public_id)
    if mailing.is_draft:
        return redirect("contacts:mailings:edit", public_id)
    rows = OutboxEmail.objects.filter(mailing=mailing.public_id)
    found = counts(mailing=mailing.public_id)
    waiting = sum(found[state] for state in (*WAITING, MailState.SENDING))
    context = _context(
        mailing,
        counts=found,
        total=sum(found.values()),
        gone=found[MailState.SENT] + found[MailState.BOUNCED],
        waiting=waiting,
        paused=mailing.state == MailingState.PAUSED,
        until=last_departure(rows) if waiting else None,
        failed=list(rows.filter(state__in=(MailState.FAILED, MailState.BOUNCED)).order_by("pk")[:SHOWN_AT_MOST]),
        history=history(mailing),
    )
    return render_page(request, "contacts/mailings/follow.html", context, partial="progress")


def _act(request: HttpRequest, public_id: Any, act: Any, said: str) -> HttpResponse:
    try:
        number = act(mailing=_mailing(public_id), by=Actor.of(request))
    except MailingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(said if not isinstance(number, int) else said.format(plural(number, "message", "messages"))))
    return redirect("contacts:mailings:follow", public_id)


@require_POST
@team_only
def pause(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Retain the rest."""
    return _act(request, public_id, services.pause, "L’envoi est en pause : ce qui n’est pas parti attend.")


@require_POST
@team_only
def resume(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Let the rest leave."""
    return _act(request, public_id, services.resume, "L’envoi reprend.")


@require_POST
@team_only
def stop(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What waits will not leave."""
    return _act(request, public_id, services.cancel_waiting, "L’envoi est arrêté : {} ne partira pas.")


@require_POST
@team_only
def retry(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Those that failed, once more."""
    return _act(request, public_id, services.retry_failed, "Nouvel essai pour {}.")

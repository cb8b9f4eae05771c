"""What the team sees of the mails: the list by state, one mail, and « Réessayer »."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from labo_ess.accounts.roles import can_export_people, team_only
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.outbox import demo_mailbox, services
from labo_ess.outbox.exceptions import CannotRetry
from labo_ess.outbox.lists import MAILS, state_of
from labo_ess.outbox.models import OutboxEmail
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page

PER_PAGE = 50


@require_GET
@team_only
def index(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first, by state."""
    rows = OutboxEmail.objects.visible_to(request.user).for_list()
    return MAILS.respond(request, rows, template="outbox/list.html", can_export=can_export_people(request.user))


@require_GET
@team_only
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One mail: what happened to it, and its text without secret links."""
    row = get_object_or_404(OutboxEmail.objects.visible_to(request.user), public_id=public_id)
    return render_page(request, "outbox/detail.html", {"mail": row, "state": state_of(row), "history": history(row)})


@require_POST
@team_only
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send a failed mail again."""
    row = get_object_or_404(OutboxEmail.objects.visible_to(request.user), public_id=public_id)
    try:
        services.retry(row=row, by=Actor.of(request))
        messages.success(request, typo_fr("Le courriel est de nouveau en attente ; il part dans la minute."))
    except CannotRetry as refusal:
        messages.error(request, str(refusal))
    return redirect(row)


@require_POST
@team_only
def retry_selected(request: HttpRequest) -> HttpResponse:
    """Send again what failed among the ticked mails; the others stay as they are."""
    rows = MAILS.selected(request, OutboxEmail.objects.visible_to(request.user))
    count = services.retry_many(rows=rows, by=Actor.of(request))
    many = plural(count, "courriel est de nouveau en attente", "courriels sont de nouveau en attente")
    messages.success(request, typo_fr(f"{many} ; l’envoi reprend dans la minute."))
    return redirect("outbox:list")


@require_GET
@team_only
def demo_list(request: HttpRequest) -> HttpResponse:
    """The demo's mailbox: all that « left », links usable."""
    query = request.GET.get("q", "")[:200]
    page = Paginator(demo_mailbox.letters(query), PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "outbox/demo_list.html", {"letters": page, "q": query, "count": page.paginator.count})


@require_GET
@team_only
def demo_letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail of the demo as text, its links usable."""
    return render_page(request, "outbox/demo_letter.html", {"letter": _letter(name)})


@require_GET
@team_only
def demo_attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A file of that mail."""
    attachments = _letter(name).attachments
    if number > len(attachments) or number < 1:
        raise Http404
    attachment = attachments[number - 1]
    response = HttpResponse(attachment.data, content_type="application/octet-stream" if "html" in attachment.kind else attachment.kind)
    filename = "".join(sign for sign in attachment.name if sign.isalnum() or sign in "-_.")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _letter(name: str) -> demo_mailbox.Letter:
    found = demo_mailbox.letter(name)
    if found is None:
        raise Http404
    return found

"""Pages of a group's meetings: the list, one meeting, its preparation, its convocation, its end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.groups.views import editable_collective, visible_collective
from collectives.meetings.agenda import planned_minutes
from collectives.meetings.convocation import convene, not_convened_yet, remind, silent
from collectives.meetings.drafting import composed_for, draft_of
from collectives.meetings.enums import MeetingState
from collectives.meetings.exceptions import MeetingRefused
from collectives.meetings.exports import event_file
from collectives.meetings.forms import ConvocationForm, ItemForm, MeetingForm
from collectives.meetings.lists import MEETINGS, minutes_of, state_of, with_counts
from collectives.meetings.models import Meeting
from collectives.meetings.permissions import can_edit_meeting, is_locked
from collectives.meetings.roster import count_seats, roster
from collectives.meetings.services import cancel_meeting, create_meeting, edit_meeting, hold_meeting, trash_meeting
from collectives.meetings.texts import default_body, default_subject
from contacts.mailings.exceptions import MailingRefused
from contacts.mailings.models import Mailing
from contacts.mailings.services import select
from labo_ess.accounts.roles import is_team
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.jobs.services import start
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page, undo_toast


def visible_meeting(request: HttpRequest, slug: str, meeting: UUID) -> Meeting:
    """The meeting at this address, for whoever sees its group; 404 else."""
    collective = visible_collective(request, slug)
    rows = Meeting.objects.alive().select_related("facilitator", "secretary")
    found: Meeting = get_object_or_404(rows, collective=collective, public_id=meeting)
    found.collective = collective
    return found


def editable_meeting(request: HttpRequest, slug: str, meeting: UUID) -> Meeting:
    """The same, for whoever changes it: a reader of the house gets 403, a stranger 404."""
    collective = editable_collective(request, slug)
    found: Meeting = get_object_or_404(Meeting.objects.alive(), collective=collective, public_id=meeting)
    found.collective = collective
    return found


def page_of(meeting: Meeting, anchor: str = "") -> str:
    """The address of its page."""
    address = reverse("collectives:meetings:page", args=[meeting.collective.slug, meeting.public_id])
    return f"{address}#{anchor}" if anchor else address


@require_GET
def meeting_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The « Réunions » tab."""
    collective = visible_collective(request, slug)
    rows = with_counts(Meeting.objects.alive().filter(collective=collective).select_related("collective"))
    context = {"collective": collective, "can_edit": can_edit_meeting(request.user, Meeting(collective=collective))}
    return MEETINGS.respond(request, rows, template="collectives/meetings/list.html", context=context, can_export=True)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a meeting; nobody hears of it before it is convened."""
    collective = editable_collective(request, slug)
    form = MeetingForm(request.POST or None, collective=collective)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = create_meeting(collective=collective, by=Actor.of(request), **form.values())
        except MeetingRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La réunion est préparée, en brouillon : personne n’a été prévenu. Écrivez son ordre du jour."))
            return redirect(page_of(meeting))
    return render_page(request, "collectives/meetings/form.html", {"collective": collective, "form": form}, status=422 if form.errors else 200)


@require_GET
def page(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """One meeting: agenda, answers, what comes next."""
    return meeting_page(request, visible_meeting(request, slug, meeting))


def meeting_page(request: HttpRequest, meeting: Meeting, status: int = 200, item_form: ItemForm | None = None) -> HttpResponse:
    """The page as it stands, with a refused form if there is one."""
    places = roster(meeting)
    items = list(meeting.agenda.select_related("presenter"))
    now = timezone.now()
    convened = meeting.state == MeetingState.CONVENED
    mailings = Mailing.objects.filter(kind="meeting", about_id=meeting.public_id).order_by("created_at")
    context: dict[str, Any] = {
        "collective": meeting.collective, "meeting": meeting, "state": state_of(meeting), "minutes": minutes_of(meeting), "items": items,
        "planned": planned_minutes(items, meeting), "places": places, "count": count_seats(meeting, places),
        "seats": [place for place in places if place.seat], "vacant": [place for place in places if not place.holders],
        "starts": timezone.localtime(meeting.starts_at), "ends": timezone.localtime(meeting.ends_at), "is_past": meeting.starts_at <= now,
        "waiting": not_convened_yet(meeting) if convened and meeting.starts_at > now else [],
        "silent": silent(meeting, places) if convened and meeting.starts_at > now else [],
        "mailings": list(mailings) if is_team(request.user) else [], "locked": is_locked(meeting),
        "can_edit": can_edit_meeting(request.user, meeting), "item_form": item_form or ItemForm(collective=meeting.collective),
        "lines": history(meeting, limit=12),
    }  # fmt: skip
    return render_page(request, "collectives/meetings/meeting.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """Change it; a convened meeting that moves, moves in people's calendars too."""
    found = editable_meeting(request, slug, meeting)
    form = MeetingForm(request.POST or None, collective=found.collective, meeting=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = edit_meeting(meeting=found, by=Actor.of(request), seen_version=form.cleaned_data["lock_version"] or 0, **form.values())
        except MeetingRefused as refusal:
            form.refuse(refusal)
        except StaleVersion as stale:
            mine, theirs = form.cleaned_data["introduction"], stale.obj.introduction
            return conflict(request, stale.obj, mine, theirs, field="introduction", label="Mot de convocation", back=page_of(found))
        else:
            moved = changed.sequence > found.sequence
            said = "La réunion est enregistrée, et les personnes convoquées sont prévenues : l’évènement change dans leur agenda."
            messages.success(request, typo_fr(said if moved else "La réunion est enregistrée."))
            return redirect(page_of(found))
    context = {"collective": found.collective, "meeting": found, "form": form, "convened": found.state == MeetingState.CONVENED}
    return render_page(request, "collectives/meetings/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def convocation(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """The text of the convocation, read as a member will read it, then sent with the exact count."""
    found = editable_meeting(request, slug, meeting)
    form = ConvocationForm(request.POST or {"subject": default_subject(found), "body": default_body(found), "expected": 0})
    valid = form.is_valid()
    if valid and request.method == "POST" and "relire" not in request.POST:
        try:
            convene(meeting=found, by=Actor.of(request), **form.cleaned_data)
        except (MeetingRefused, MailingRefused) as refusal:
            form.refuse(refusal)
        else:
            count = plural(form.cleaned_data["expected"], "convocation part", "convocations partent")
            messages.success(request, typo_fr(f"{count}, avec l’évènement pour l’agenda."))
            return redirect(page_of(found))
    draft = draft_of(found, form.data.get("subject", ""), form.data.get("body", ""))
    selection = select(draft)
    context = {
        "collective": found.collective, "meeting": found, "form": form, "selection": selection, **composed_for(draft, selection),
        "vacant": [place for place in roster(found) if not place.holders], "is_past": found.starts_at <= timezone.now(),
        "button": f"Envoyer {plural(len(selection.chosen), 'convocation', 'convocations')}",
    }  # fmt: skip
    return render_page(request, "collectives/meetings/convocation.html", context, status=422 if form.errors else 200)


@require_POST
def remind_silent(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """« Relancer … personnes »: those whose seat has not answered, once a day each."""
    found = editable_meeting(request, slug, meeting)
    try:
        count = remind(meeting=found, by=Actor.of(request))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(f"{plural(count, 'relance part', 'relances partent')} ; qui répond entre-temps n’en reçoit pas."))
    return redirect(page_of(found, "reponses"))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """It will not take place: asked on a page of its own, since mails leave with it."""
    found = editable_meeting(request, slug, meeting)
    if request.method != "POST":
        return render_page(request, "collectives/meetings/cancel.html", {"collective": found.collective, "meeting": found})
    return _act(request, found, cancel_meeting, "La réunion est annulée : les personnes convoquées sont prévenues, l’évènement quitte leur agenda.")


@require_POST
def hold(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """« Clore la séance », or record a past meeting."""
    return _act(request, editable_meeting(request, slug, meeting), hold_meeting, "La réunion est tenue : son compte rendu se relit maintenant.")


@require_POST
def trash(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """Into the Corbeille, with « Annuler »."""
    found = editable_meeting(request, slug, meeting)
    try:
        trash_meeting(meeting=found, by=Actor.of(request))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(found))
    undo_toast(request, typo_fr(f"La réunion « {found} » est à la corbeille."), reverse("revisions:restore", args=["meeting", found.public_id]))
    return redirect("collectives:meetings:list", slug)


@require_POST
def sheet(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """The feuille d'émargement as a job."""
    found = visible_meeting(request, slug, meeting)
    return redirect(start("meeting_sheet", about=found, by=Actor.of(request)).get_absolute_url())


@require_GET
def event(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """The meeting for one's own agenda."""
    found = visible_meeting(request, slug, meeting)
    response = HttpResponse(event_file(found), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="reunion-{timezone.localdate(found.starts_at).isoformat()}.ics"'
    return response


def _act(request: HttpRequest, meeting: Meeting, act: Any, said: str) -> HttpResponse:
    try:
        act(meeting=meeting, by=Actor.of(request))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(said))
    return redirect(page_of(meeting))

"""In the room: notes, decisions and actions under each point, presences beside them. The same page on a laptop and on a phone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from collectives.actions.exceptions import ActionRefused
from collectives.actions.querysets import owners_of
from collectives.meetings import presence_form
from collectives.meetings.agenda import planned_minutes
from collectives.meetings.agenda_views import item_of
from collectives.meetings.exceptions import MeetingRefused
from collectives.meetings.forms import ItemForm
from collectives.meetings.lists import state_of
from collectives.meetings.models import Decision, Meeting
from collectives.meetings.views import editable_meeting, visible_meeting
from collectives.minutes.decisions import add_decision, remove_decision, take_on
from collectives.minutes.exceptions import MinutesRefused
from collectives.minutes.forms import LONGEST_NOTE, DecisionForm, TakeOnForm
from collectives.minutes.permissions import can_write_minutes
from collectives.minutes.record import Point, minutes_of
from collectives.minutes.services import write_point
from labo_ess.audit.actors import Actor
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


def room_of(meeting: Meeting, anchor: str = "") -> str:
    """The address of the room."""
    address = reverse("collectives:minutes:room", args=[meeting.collective.slug, meeting.public_id])
    return f"{address}#{anchor}" if anchor else address


@require_GET
def room(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """The meeting as it goes."""
    return room_page(request, visible_meeting(request, slug, meeting))


def room_page(request: HttpRequest, meeting: Meeting, status: int = 200, refused: tuple[UUID, str, Any] | None = None) -> HttpResponse:
    """The room as it stands; `refused`: a point, « decision » or « action », and the form that was refused."""
    minutes = minutes_of(meeting)
    people = list(owners_of(meeting.collective))
    shown = [_shown(point, meeting, people, refused) for point in minutes.points]
    last = max((each["revision"].created_at for each in shown if each["revision"]), default=None)
    context: dict[str, Any] = {
        "collective": meeting.collective, "meeting": meeting, "state": state_of(meeting), "minutes": minutes, "points": shown, "count": minutes.count,
        "presence_lines": presence_form.lines(minutes.places), "starts": minutes.starts, "ends": minutes.ends, "saved_at": last,
        "planned": planned_minutes([point.item for point in minutes.points], meeting), "can_write": can_write_minutes(request.user, meeting),
        "is_past": meeting.starts_at <= timezone.now(), "item_form": ItemForm(collective=meeting.collective), "longest": LONGEST_NOTE,
    }  # fmt: skip
    return render_page(request, "collectives/minutes/room.html", context, status=status)


def _shown(point: Point, meeting: Meeting, people: list[Any], refused: tuple[UUID, str, Any] | None) -> dict[str, Any]:
    """A point with its two small forms, closed unless one of them was refused."""
    given = {refused[1]: refused[2]} if refused and refused[0] == point.item.public_id else {}
    prefix = f"point-{point.number}_%s"
    return {
        "point": point, "item": point.item, "revision": point.revision, "opened": next(iter(given), ""),
        "decision_form": given.get("decision") or DecisionForm(auto_id=f"d{prefix}"),
        "action_form": given.get("action")
        or TakeOnForm(collective=meeting.collective, decisions=point.decisions, people=people, auto_id=f"a{prefix}"),
    }  # fmt: skip


@require_POST
def notes(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """Every point that was posted: those that changed are saved, each with the version that the page showed.

    Of a point that someone else wrote meanwhile, both texts are shown; the other points are already saved.
    """
    found = editable_meeting(request, slug, meeting)
    clashes, saved = [], 0
    try:
        for item in found.agenda.select_related("meeting__collective", "note"):
            text = request.POST.get(f"text-{item.public_id}")
            if text is None:
                continue
            if len(text) > LONGEST_NOTE:
                raise MinutesRefused(
                    f"Les notes du point « {item.title} » sont trop longues : {LONGEST_NOTE} caractères au plus. Elles ne sont pas enregistrées."
                )
            before = item.note.lock_version if item.note else 0
            try:
                revision = write_point(item=item, text=text, seen_version=_seen(request, item), by=Actor.of(request))
                saved += revision is not None and revision.number != before
            except StaleVersion as stale:
                clashes.append((item, text, stale))
    except (MeetingRefused, MinutesRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect(room_of(found))
    if clashes:
        item, text, stale = clashes[0]
        action = f"{reverse('collectives:minutes:notes', args=[slug, meeting])}?point={item.public_id}"
        label = typo_fr(f"Notes du point « {item.title} »")
        return conflict(request, stale.obj, text, stale.obj.text, field=f"text-{item.public_id}", label=label, action=action, back=room_of(found))
    messages.success(request, typo_fr("Les notes sont enregistrées." if saved else "Rien n’avait changé dans les notes."))
    return redirect(room_of(found, request.POST.get("ancre", "")))


def _seen(request: HttpRequest, item: Any) -> int:
    """The version that the page showed; from the page of a conflict, the one that it showed for its point."""
    field = "lock_version" if request.GET.get("point") == str(item.public_id) else f"version-{item.public_id}"
    value = request.POST.get(field, "")
    return int(value) if value.isdigit() and len(value) < 9 else 0


@require_POST
def decide(request: HttpRequest, slug: str, meeting: UUID, item: UUID) -> HttpResponse:
    """A decision under a point."""
    found = editable_meeting(request, slug, meeting)
    point = item_of(found, item)
    form = DecisionForm(request.POST, auto_id="dpoint_%s")
    if form.is_valid():
        try:
            add_decision(meeting=found, item=point, by=Actor.of(request), **form.cleaned_data)
        except (MeetingRefused, MinutesRefused) as refusal:
            form.refuse(refusal)
        else:
            return redirect(room_of(found, f"point-{point.public_id}"))
    return room_page(request, found, 422, (point.public_id, "decision", form))


@require_POST
def act(request: HttpRequest, slug: str, meeting: UUID, item: UUID) -> HttpResponse:
    """An action under a point."""
    found = editable_meeting(request, slug, meeting)
    point = item_of(found, item)
    form = TakeOnForm(request.POST, collective=found.collective, decisions=list(point.decisions.all()), auto_id="apoint_%s")  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            take_on(item=point, by=Actor.of(request), **form.cleaned_data)
        except (ActionRefused, MeetingRefused, MinutesRefused) as refusal:
            form.refuse(refusal)
        else:
            return redirect(room_of(found, f"point-{point.public_id}"))
    return room_page(request, found, 422, (point.public_id, "action", form))


@require_POST
def undecide(request: HttpRequest, slug: str, meeting: UUID, decision: UUID) -> HttpResponse:
    """Take off a decision entered by mistake."""
    found = editable_meeting(request, slug, meeting)
    row = get_object_or_404(Decision, meeting=found, public_id=decision)
    try:
        remove_decision(decision=row, by=Actor.of(request))
    except (MeetingRefused, MinutesRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr("La décision est retirée. Les actions nées d’elle restent au tableau."))
    return redirect(room_of(found))

"""The points of an agenda: added, changed, moved, taken off; and the presences noted in the room."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from collectives.meetings import presence_form
from collectives.meetings.exceptions import MeetingRefused
from collectives.meetings.forms import ItemForm
from collectives.meetings.models import AgendaItem, Meeting
from collectives.meetings.presences import note_presences
from collectives.meetings.roster import roster
from collectives.meetings.services import add_item, edit_item, move_item, remove_item
from collectives.meetings.views import editable_meeting, meeting_page, page_of
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import inside, render_page

MOVES = {"monter": True, "descendre": False}


def item_of(meeting: Meeting, item: UUID) -> AgendaItem:
    """A point of this meeting."""
    return get_object_or_404(AgendaItem.objects.select_related("meeting__collective", "presenter", "note"), meeting=meeting, public_id=item)


def back_to(request: HttpRequest, meeting: Meeting, anchor: str = "") -> HttpResponse:
    """The page that posted, when it is one of ours; else the meeting's."""
    if wanted := inside(request.POST.get("next", ""), ""):
        return redirect(f"{wanted.partition('#')[0]}#{anchor}" if anchor else wanted)
    return redirect(page_of(meeting, anchor))


@require_POST
def add(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """A point at the end."""
    found = editable_meeting(request, slug, meeting)
    form = ItemForm(request.POST, collective=found.collective)
    if form.is_valid():
        try:
            add_item(meeting=found, by=Actor.of(request), **form.cleaned_data)
        except MeetingRefused as refusal:
            form.refuse(refusal)
        else:
            return back_to(request, found, "odj")
    return meeting_page(request, found, 422, form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, meeting: UUID, item: UUID) -> HttpResponse:
    """Its words, minutes and presenter."""
    found = editable_meeting(request, slug, meeting)
    point = item_of(found, item)
    form = ItemForm(request.POST or None, collective=found.collective, item=point)
    if request.method == "POST" and form.is_valid():
        try:
            edit_item(item=point, by=Actor.of(request), **form.cleaned_data)
        except MeetingRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("Le point est enregistré."))
            return redirect(page_of(found, "odj"))
    context = {"collective": found.collective, "meeting": found, "item": point, "form": form}
    return render_page(request, "collectives/meetings/item_form.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, slug: str, meeting: UUID, item: UUID, verb: str) -> HttpResponse:
    """« Monter », « Descendre », « Retirer »."""
    found = editable_meeting(request, slug, meeting)
    point = item_of(found, item)
    try:
        if verb in MOVES:
            move_item(item=point, up=MOVES[verb], by=Actor.of(request))
        elif verb == "retirer":
            remove_item(item=point, by=Actor.of(request))
        else:
            raise Http404
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    return back_to(request, found, "odj")


@require_POST
def presences(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """Who is in the room; only the lines that changed are written."""
    found = editable_meeting(request, slug, meeting)
    try:
        number = note_presences(meeting=found, noted=presence_form.read(roster(found), request.POST), by=Actor.of(request))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(f"{plural(number, 'présence notée', 'présences notées')}." if number else "Aucune présence n’a changé."))
    return back_to(request, found, "presences")

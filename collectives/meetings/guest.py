"""What the link of a convocation opens: oui, non, or pouvoir à, without account. GET and HEAD change nothing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from collectives.meetings.answers import answer_meeting
from collectives.meetings.emails import meeting_link
from collectives.meetings.enums import Answer, MeetingState, Presence
from collectives.meetings.exceptions import AnswersClosed, MeetingRefused
from collectives.meetings.exports import event_file
from collectives.meetings.forms import AnswerForm
from collectives.meetings.models import Attendance, Meeting
from collectives.meetings.permissions import answers_are_open
from collectives.meetings.roster import Place, roster
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import path
from labo_ess.links.views import gone


def link_of_meeting(public_id: UUID) -> SecretLink | None:
    """For the command `link meeting ID`: of a seat's attendance, its first holder's link; of a meeting, that of who has not answered."""
    attendance = Attendance.objects.select_related("meeting__collective").filter(public_id=public_id).first()
    meeting = attendance.meeting if attendance else Meeting.objects.alive().select_related("collective").filter(public_id=public_id).first()
    if meeting is None:
        return None
    places = [place for place in roster(meeting) if place.holders and (attendance is None or place.membership.pk == attendance.membership_id)]
    places.sort(key=lambda place: place.answer != Answer.NONE)
    return meeting_link(meeting=meeting, person=places[0].holders[0], by=Actor.system("commande")) if places else None


@opens("meeting", label="Convocation à une réunion", find=link_of_meeting)
def answer(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponse:
    """Show, or act: a choice and a button, then back to the page that says what was answered."""
    meeting: Meeting = link.target
    if meeting.is_trashed or meeting.state == MeetingState.DRAFT or link.holder is None or verb not in ("", "answer", "agenda"):
        return gone(request)
    if verb == "agenda" and request.method != "POST":
        return _calendar(meeting)
    places = roster(meeting)
    mine = [place for place in places if place.is_held_by(link.holder)]
    if request.method != "POST":
        return _show(request, link, meeting, mine, places)
    if verb != "answer":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not answers_are_open(meeting):
        return _show(request, link, meeting, mine, places, refusal=str(AnswersClosed()), status=409)
    return _answer(request, link, meeting, mine, places)


def _answer(request: HttpRequest, link: SecretLink, meeting: Meeting, mine: list[Place], places: list[Place]) -> HttpResponse:
    wanted = request.POST.get("seat", "")
    place = next((each for each in mine if str(each.membership.public_id) == wanted), mine[0] if len(mine) == 1 else None)
    if place is None:
        return _show(request, link, meeting, mine, places, refusal="Ce siège n’est pas, ou plus, le vôtre : rien n’a été enregistré.", status=409)
    form = AnswerForm(request.POST, place=place, places=places)
    if not form.is_valid():
        return _show(request, link, meeting, mine, places, form=form, status=422)
    data = form.cleaned_data
    try:
        answer_meeting(
            meeting=meeting, member=place.membership, person=link.holder, choice=data["choice"],
            proxy_to=data["carrier"] if data["choice"] == Answer.PROXY else None, note=data["note"], by=Actor.link(link),
        )  # fmt: skip
    except AnswersClosed as closed:
        return _show(request, link, meeting, mine, places, refusal=str(closed), status=409)
    except MeetingRefused as refusal:
        form.refuse(refusal)
        return _show(request, link, meeting, mine, places, form=form, status=422)
    return HttpResponseRedirect(f"{path(link)}?{urlencode({'fait': data['choice']})}")


def _show(
    request: HttpRequest, link: SecretLink, meeting: Meeting, mine: list[Place], places: list[Place],
    *, form: AnswerForm | None = None, refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    is_open = answers_are_open(meeting) and bool(mine)
    forms = [form if form and form.place is place else AnswerForm(place=place, places=places) for place in mine] if is_open else []
    answered = [(place, _mine_of(place, link.holder)) for place in mine]
    context: dict[str, Any] = {
        "meeting": meeting, "collective": meeting.collective, "person": link.holder, "forms": forms, "answered": answered, "refusal": refusal,
        "items": list(meeting.agenda.select_related("presenter")),
        "starts": timezone.localtime(meeting.starts_at), "ends": timezone.localtime(meeting.ends_at),
        "action": path(link, "answer"), "agenda": path(link, "agenda"), "done": request.GET.get("fait", "") if status == 200 else "",
        "shown_state": _state(meeting, mine, is_open), "has_errors": status == 422, "several": len(mine) > 1,
        "carried": [each for each in places if each.attendance and each.attendance.proxy_to_id in {m.attendance.pk for m in mine if m.attendance}],
        "lost": [place for place in mine if _fell(place)],
    }  # fmt: skip
    return render(request, "collectives/meetings/answer.html", context, status=status)


def _mine_of(place: Place, person: Any) -> Any:
    """What this holder answered; the seat's own answer may be the other holder's."""
    return next((each for each in place.answers if each.person_id == person.pk), None)


def _fell(place: Place) -> bool:
    """The pouvoir given is carried by a seat that will not be there."""
    carrier = place.attendance.proxy_to if place.attendance else None
    return carrier is not None and (carrier.answer in (Answer.NO, Answer.PROXY) or carrier.presence in (Presence.EXCUSED, Presence.ABSENT))


def _state(meeting: Meeting, mine: list[Place], is_open: bool) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return "cancelled"
    if not is_open:
        return "closed"
    return "confirmed" if mine and all(place.answer != Answer.NONE for place in mine) else "open"


def _calendar(meeting: Meeting) -> HttpResponse:
    """The meeting for one's own agenda."""
    response = HttpResponse(event_file(meeting), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="reunion-{timezone.localdate(meeting.starts_at).isoformat()}.ics"'
    return response

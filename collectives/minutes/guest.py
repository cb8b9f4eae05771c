"""What the link of minutes opens: the minutes to read, and to comment until a date. No script; GET and HEAD change nothing."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from collectives.meetings.enums import MinutesState
from collectives.meetings.models import Meeting
from collectives.minutes.emails import minutes_link
from collectives.minutes.exceptions import MinutesRefused, ReviewClosed
from collectives.minutes.forms import CommentForm
from collectives.minutes.permissions import comments_are_open
from collectives.minutes.record import last_approval, minutes_of, people_present
from collectives.minutes.services import comment_minutes
from contacts.comments.threads import threads_of
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import path
from labo_ess.links.views import gone


def link_of_minutes(public_id: UUID) -> SecretLink | None:
    """For the command `link minutes ID`: of a meeting whose minutes are read, the link of somebody who was there."""
    meeting = Meeting.objects.alive().select_related("collective").filter(public_id=public_id).first()
    if meeting is None or meeting.minutes_state == MinutesState.DRAFT:
        return None
    people = people_present(minutes_of(meeting))
    return minutes_link(meeting=meeting, person=people[0], by=Actor.system("commande")) if people else None


@opens("minutes", label="Compte rendu à relire", find=link_of_minutes)
def answer(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponseBase:
    """Read, or comment: a choice and a button."""
    meeting: Meeting = link.target
    if meeting.is_trashed or link.holder is None or verb not in ("", "comment", "pdf") or meeting.minutes_state == MinutesState.DRAFT:
        return gone(request)
    if verb == "pdf":
        return _pdf(request, meeting)
    if request.method != "POST":
        return _show(request, link, meeting)
    if verb != "comment":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    form = CommentForm(request.POST, points=minutes_of(meeting).points)
    if not comments_are_open(meeting):
        written = [text for name in form.topics if (text := request.POST.get(name, "").strip())]
        return _show(request, link, meeting, refusal=str(ReviewClosed()), written=written, status=409)
    if not form.is_valid():
        return _show(request, link, meeting, form=form, status=422)
    try:
        comment_minutes(
            meeting=meeting, person=link.holder, remarks=form.remarks, agrees=form.cleaned_data["choice"] == "agree",
            form_key=form.cleaned_data["form_key"], by=Actor.link(link),
        )  # fmt: skip
    except MinutesRefused as refusal:
        form.refuse(refusal)
        return _show(request, link, meeting, form=form, status=422)
    return HttpResponseRedirect(f"{path(link)}?{urlencode({'fait': 'comment'})}")


def _show(
    request: HttpRequest,
    link: SecretLink,
    meeting: Meeting,
    *,
    form: CommentForm | None = None,
    refusal: str = "",
    written: Any = (),
    status: int = 200,
) -> HttpResponse:
    minutes = minutes_of(meeting, last_approval(meeting))
    is_open = comments_are_open(meeting)
    threads = threads_of(meeting, ["", *(str(point.item.public_id) for point in minutes.points)], by=Actor.link(link))
    form = form or (CommentForm(points=minutes.points) if is_open else None)
    context = {
        "meeting": meeting, "collective": meeting.collective, "person": link.holder, "minutes": minutes, "form": form, "is_open": is_open,
        "points": [(point, threads[str(point.item.public_id)], form.remark_on(point) if form and is_open else None) for point in minutes.points],
        "thread": threads[""], "action": path(link, "comment"), "pdf": path(link, "pdf") if minutes.approval and minutes.approval.pdf else "",
        "done": request.GET.get("fait", "") if status == 200 else "", "refusal": refusal, "written": list(written), "has_errors": status == 422,
        "shown_state": "open" if is_open else ("approved" if minutes.approval else "closed"), "own_actions": minutes.actions_of(link.holder),
    }  # fmt: skip
    return render(request, "collectives/minutes/comment.html", context, status=status)


def _pdf(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """The PDF of the approved minutes, once it was made."""
    approval = last_approval(meeting)
    if approval is None or approval.pdf is None:
        return gone(request)
    return FileResponse(approval.pdf.file.open("rb"), filename=approval.pdf.original_name, content_type="application/pdf")

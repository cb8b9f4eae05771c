"""The minutes of a meeting: read, given to read, approved, corrected, printed; and the register of decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.groups.permissions import can_open_collectives
from collectives.meetings.agenda_views import item_of
from collectives.meetings.enums import DECISION_PASSAGES, DecisionState
from collectives.meetings.exceptions import MeetingRefused
from collectives.meetings.lists import minutes_of as minutes_state
from collectives.meetings.models import Decision, Meeting
from collectives.meetings.views import editable_meeting, visible_meeting
from collectives.minutes.decisions import edit_decision, pass_decision
from collectives.minutes.exceptions import MinutesRefused
from collectives.minutes.forms import CorrectionForm, DecisionForm, PassageForm, ReviewForm, default_review_day
from collectives.minutes.lists import list_for, state_of, with_counts
from collectives.minutes.permissions import can_edit_decision, comments_are_open
from collectives.minutes.record import last_approval, minutes_of, people_present, people_to_tell
from collectives.minutes.services import approve_minutes, close_review, correct_minutes, open_review, send_minutes
from collectives.notes.exceptions import NothingWritten, NotInRevision
from collectives.notes.models import Extract
from collectives.notes.services import take_passage
from contacts.comments.threads import threads_of
from labo_ess.accounts.roles import refuse
from labo_ess.audit.actors import Actor
from labo_ess.audit.names import actor_names
from labo_ess.audit.querysets import history
from labo_ess.jobs.services import start
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page


def minutes_page_of(meeting: Meeting, anchor: str = "") -> str:
    """The address of the minutes."""
    address = reverse("collectives:minutes:read", args=[meeting.collective.slug, meeting.public_id])
    return f"{address}#{anchor}" if anchor else address


@require_GET
def read(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """The minutes as they stand, or as they were approved, with what readers say of them."""
    return read_page(request, visible_meeting(request, slug, meeting))


def read_page(request: HttpRequest, meeting: Meeting, status: int = 200, review_form: ReviewForm | None = None) -> HttpResponse:
    """The page as it stands, with a refused form if there is one."""
    approval = last_approval(meeting)
    minutes = minutes_of(meeting, approval)
    threads = threads_of(meeting, ["", *(str(point.item.public_id) for point in minutes.points)], user=request.user)
    extracts: dict[int, list[Extract]] = {}
    for extract in Extract.objects.standing().filter(note__agenda_item__meeting=meeting).order_by("created_at", "pk"):
        extracts.setdefault(extract.note_id, []).append(extract)
    approvals = list(meeting.approvals.all())  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "collective": meeting.collective, "meeting": meeting, "minutes": minutes, "state": minutes_state(meeting), "approval": approval,
        "points": [(point, threads[str(point.item.public_id)], extracts.get(point.item.note_id or 0, [])) for point in minutes.points],
        "thread": threads[""], "approvals": _named(approvals), "can_edit": can_edit_decision(request.user, Decision(collective=meeting.collective)),
        "comments_open": comments_are_open(meeting), "present": people_present(minutes), "told": people_to_tell(minutes),
        "review_form": review_form or ReviewForm(initial={"comment_until": meeting.comment_until or default_review_day()}),
        "lines": history(meeting, limit=12),
    }  # fmt: skip
    return render_page(request, "collectives/minutes/minutes.html", context, status=status)


def _named(approvals: list[Any]) -> list[tuple[Any, str]]:
    """Each approval with the name, today, of who made it."""
    for each in approvals:
        each.actor_kind, each.actor_id = each.by_kind, each.by_id
    names = actor_names(approvals)
    return [(each, names[(each.by_kind, each.by_id)]) for each in approvals]


@require_POST
def review(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """« Faire relire le compte rendu »."""
    found = editable_meeting(request, slug, meeting)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            open_review(meeting=found, by=Actor.of(request), **form.cleaned_data)
        except (MeetingRefused, MinutesRefused) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("Le compte rendu part en relecture : chaque présent·e reçoit son lien pour commenter."))
            return redirect(minutes_page_of(found))
    return read_page(request, found, 422, form)


def _act(request: HttpRequest, meeting: Meeting, act: Any, said: str, **more: Any) -> HttpResponse:
    try:
        result = act(meeting=meeting, by=Actor.of(request), **more)
    except (MeetingRefused, MinutesRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(said.format(plural(result, "personne", "personnes")) if isinstance(result, int) else said))
    return redirect(minutes_page_of(meeting))


@require_POST
def reopen(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """« Reprendre le compte rendu »."""
    return _act(
        request, editable_meeting(request, slug, meeting), close_review, "Le compte rendu est de nouveau un brouillon ; les remarques restent."
    )


@require_POST
def approve(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """« Approuver le compte rendu »: from now on it is locked."""
    found = editable_meeting(request, slug, meeting)
    tell = bool(request.POST.get("tell"))
    said = "Le compte rendu est approuvé et verrouillé" + (" ; il part aux présent·e·s et excusé·e·s." if tell else ".")
    return _act(request, found, approve_minutes, said, tell=tell)


@require_POST
def send(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """Send it to those who should have it; who has it already receives nothing twice."""
    return _act(request, editable_meeting(request, slug, meeting), send_minutes, "Le compte rendu part à {}.")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str, meeting: UUID, item: UUID) -> HttpResponse:
    """Correct a point of approved minutes: a new revision, with its author and why."""
    found = editable_meeting(request, slug, meeting)
    point = item_of(found, item)
    text, version = (point.note.text, point.note.lock_version) if point.note else ("", 0)
    form = CorrectionForm(request.POST or None, initial={"text": text, "lock_version": version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            correct_minutes(
                meeting=found,
                item=point,
                text=data["text"],
                why=data["why"],
                tell=data["tell"],
                seen_version=data["lock_version"] or 0,
                by=Actor.of(request),
            )
        except (MeetingRefused, MinutesRefused) as refusal:
            form.refuse(refusal)
        except StaleVersion as stale:
            return conflict(request, stale.obj, data["text"], stale.obj.text, label="Texte corrigé", back=minutes_page_of(found))
        else:
            messages.success(request, typo_fr("La correction est enregistrée : l’ancienne version reste, avec la raison."))
            return redirect(minutes_page_of(found, f"point-{point.public_id}"))
    context = {"collective": found.collective, "meeting": found, "item": point, "form": form}
    return render_page(request, "collectives/minutes/correct.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def passage(request: HttpRequest, slug: str, meeting: UUID, item: UUID) -> HttpResponse:
    """Take a passage of a point as an extract: exact words, what it is, who speaks, may we quote."""
    found = editable_meeting(request, slug, meeting)
    approval = last_approval(found)
    minutes = minutes_of(found, approval)
    point = next((each for each in minutes.points if each.item.public_id == item), None)
    if point is None or point.revision is None:
        messages.error(request, typo_fr("Ce point n’a pas encore de notes : il n’y a rien à extraire."))
        return redirect(minutes_page_of(found))
    form = PassageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_passage(
                revision=point.revision, text=data["text"], kind=data["kind"], speaker=data["speaker"], may_quote=data["may_quote"],
                client_key=data["form_key"], by=Actor.of(request),
            )  # fmt: skip
        except NotInRevision as refusal:
            form.add_error("text", str(refusal))
        except NothingWritten as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, typo_fr("L’extrait est gardé : il peut servir à une synthèse, avec sa source."))
            return redirect(minutes_page_of(found, f"point-{item}"))
    people = sorted({person.name for place in minutes.places for person in place.holders})
    context = {"collective": found.collective, "meeting": found, "point": point, "form": form, "people": people}
    return render_page(request, "collectives/minutes/passage.html", context, status=422 if form.errors else 200)


@require_POST
def pdf(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponseBase:
    """The minutes as a PDF: the one of the frozen state when it was made, else a job that makes it."""
    found = visible_meeting(request, slug, meeting)
    approval = last_approval(found)
    if approval is not None and approval.pdf is not None:
        response = FileResponse(approval.pdf.file.open("rb"), filename=approval.pdf.original_name, content_type="application/pdf")
        response["Cache-Control"] = "private, no-store"
        return response
    return redirect(start("minutes_pdf", about=found, by=Actor.of(request)).get_absolute_url())


@require_POST
def decisions_pdf(request: HttpRequest, slug: str, meeting: UUID) -> HttpResponse:
    """The relevé de décisions alone, as a job."""
    found = visible_meeting(request, slug, meeting)
    return redirect(start("decisions_pdf", about=found, by=Actor.of(request)).get_absolute_url())


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Decisions of every group that the person sees."""
    if not can_open_collectives(request.user):
        raise refuse(request.user)
    rows = with_counts(Decision.objects.visible_to(request.user))
    return list_for(request.user).respond(request, rows, template="collectives/minutes/register.html", can_export=True)


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, decision: UUID) -> HttpResponse:
    """A decision: its words, where it comes from, what it gave birth to, its states."""
    rows = Decision.objects.visible_to(request.user).select_related("collective__process", "meeting__collective", "item")
    found = get_object_or_404(rows, public_id=decision)
    can_edit = can_edit_decision(request.user, found)
    if request.method == "POST" and not can_edit:
        raise refuse(request.user)
    form = DecisionForm(request.POST or None, decision=found)
    if request.method == "POST" and form.is_valid():
        try:
            edit_decision(decision=found, by=Actor.of(request), **form.cleaned_data)
        except (MeetingRefused, MinutesRefused) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("La décision est enregistrée."))
            return redirect("collectives:minutes:decision", decision)
    context = {
        "decision": found, "state": state_of(found), "form": form, "can_edit": can_edit, "lines": history(found, limit=12),
        "passages": [state for state in DecisionState if state in DECISION_PASSAGES[DecisionState(found.state)]],
        "actions_born": list(found.actions.alive().select_related("owner", "collective")),
    }  # fmt: skip
    return render_page(request, "collectives/minutes/decision.html", context, status=422 if form.errors else 200)


@require_POST
def passed(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Another state."""
    found = get_object_or_404(Decision.objects.visible_to(request.user).select_related("collective"), public_id=decision)
    if not can_edit_decision(request.user, found):
        raise refuse(request.user)
    try:
        after = DecisionState(request.POST.get("state", ""))
        pass_decision(decision=found, state=after, by=Actor.of(request))
    except ValueError:
        messages.error(request, typo_fr("Cet état n’existe pas : rien n’a changé."))
    except MinutesRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(f"La décision est « {after.label} »."))
    return redirect("collectives:minutes:decision", decision)

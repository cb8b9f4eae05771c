"""What is done to minutes: written point by point, read again by those present, approved, locked, corrected."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from collectives.meetings.enums import MINUTES_PASSAGES, MeetingState, MinutesState
from collectives.meetings.exceptions import MinutesLocked
from collectives.meetings.models import AgendaItem, Approval, Meeting
from collectives.meetings.permissions import is_locked
from collectives.minutes.emails import minutes_link
from collectives.minutes.exceptions import NotHeld, NothingChanged, NothingSaid, PassageRefused, ReasonMissing, ReviewClosed, ReviewDateRefused
from collectives.minutes.permissions import comments_are_open
from collectives.minutes.record import minutes_of, people_present, people_to_tell
from collectives.notes.models import Note, NoteRevision
from collectives.notes.services import create_note, write_note
from contacts.comments.models import Comment
from contacts.comments.services import add_comment
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.documents.models import Upload
from labo_ess.outbox.services import cancel, queue_many
from labo_ess.text.names import clean_name
from labo_ess.text.pasted import clean_pasted
from labo_ess.text.typography import typo_fr

WHY_LENGTH = Approval._meta.get_field("why").max_length or 0
AGREED = "J’ai relu ce compte rendu : rien à corriger."
"""What a reader says by choosing « rien à corriger »."""


@transaction.atomic
def write_point(*, item: AgendaItem, text: str, seen_version: int, by: Actor) -> NoteRevision | None:
    """What was said under a point. Pasted markup becomes words; `StaleVersion` when someone else wrote meanwhile."""
    meeting = _writable(item.meeting)
    text = clean_pasted(text)
    item = AgendaItem.objects.select_related("note").get(pk=item.pk)
    if item.note is None:
        if not text:
            return None
        item.note = _note_of(item, meeting, by)
    return write_note(note=item.note, text=text, seen_version=seen_version, by=by)


@transaction.atomic
def open_review(*, meeting: Meeting, comment_until: date, by: Actor) -> Meeting:
    """Those present receive a link to read and comment, until the end of that day."""
    meeting = _locked(meeting)
    if meeting.state != MeetingState.HELD:
        raise NotHeld
    if comment_until < timezone.localdate():
        raise ReviewDateRefused("La relecture finirait avant de commencer : choisissez une date à partir d’aujourd’hui.")
    minutes = minutes_of(meeting)
    if not any(point.text for point in minutes.points) and not minutes.decisions:
        raise NothingSaid("Le compte rendu est vide : prenez des notes ou ajoutez une décision avant de le faire relire.")
    if meeting.minutes_state != MinutesState.IN_REVIEW:
        _pass(meeting, MinutesState.IN_REVIEW)
    meeting.comment_until = comment_until
    meeting.minutes_number += 1
    meeting.save(update_fields=["minutes_state", "comment_until", "minutes_number", "updated_at"])
    people = people_present(minutes)
    for person in people:
        minutes_link(meeting=meeting, person=person, by=by)
    rows = [(f"minutes_review:{meeting.public_id}:{meeting.minutes_number}:{person.public_id}", meeting, person) for person in people]
    queue_many("minutes_review", rows=rows, priority="service")
    record(by=by, verb="minutes.review_opened", on=meeting, count=len(people), until=comment_until)
    return meeting


@transaction.atomic
def close_review(*, meeting: Meeting, by: Actor) -> Meeting:
    """Back to a draft: comments stay, no more of them come by link."""
    meeting = _locked(meeting)
    if meeting.minutes_state == MinutesState.DRAFT:
        return meeting
    _pass(meeting, MinutesState.DRAFT)
    meeting.save(update_fields=["minutes_state", "updated_at"])
    cancel(about=meeting, message="minutes_review", why="la relecture est close")
    record(by=by, verb="minutes.review_closed", on=meeting)
    return meeting


@transaction.atomic
def comment_minutes(
    *, meeting: Meeting, person: Person, by: Actor, remarks: dict[str, str], agrees: bool = False, form_key: str = ""
) -> list[Comment]:
    """What a reader says by link: remarks by point (its public id, or "" for the whole), or that there is nothing to correct."""
    meeting = _locked(meeting)
    if not comments_are_open(meeting):
        raise ReviewClosed
    said = {topic: words for topic, text in remarks.items() if (words := clean_pasted(text))}
    if agrees and not said:
        said = {"": AGREED}
    if not said:
        raise NothingSaid("Écrivez votre remarque sous le point qu’elle concerne, ou choisissez « Rien à corriger ».", field="choice")
    topics = {str(item.public_id) for item in meeting.agenda.all()} | {""}
    return [
        add_comment(obj=meeting, text=text, topic=topic, person=person, by=by, form_key=form_key) for topic, text in said.items() if topic in topics
    ]


@transaction.atomic
def approve_minutes(*, meeting: Meeting, by: Actor, tell: bool = True) -> Approval:
    """Freeze one revision of each point; from now on a correction is another approval. Present and excused receive it."""
    meeting = _locked(meeting)
    if meeting.minutes_state == MinutesState.APPROVED:
        return Approval.objects.get(meeting=meeting, number=1)
    _pass(meeting, MinutesState.APPROVED)
    meeting.save(update_fields=["minutes_state", "updated_at"])
    cancel(about=meeting, message="minutes_review", why="le compte rendu est approuvé")
    approval = _freeze(meeting, 1, "", by)
    record(by=by, verb="minutes.approved", on=meeting)
    if tell:
        send_minutes(meeting=meeting, by=by)
    return approval


@transaction.atomic
def correct_minutes(*, meeting: Meeting, item: AgendaItem, text: str, why: str, seen_version: int, by: Actor, tell: bool = False) -> Approval:
    """Correct a point of approved minutes: both versions stay, with who corrected and why."""
    meeting = _locked(meeting)
    if meeting.minutes_state != MinutesState.APPROVED:
        raise PassageRefused("Le compte rendu n’est pas approuvé : ses notes se corrigent directement. Rien n’a changé.")
    why = clean_name(why)[:WHY_LENGTH]
    if not why:
        raise ReasonMissing("Dites pourquoi le compte rendu approuvé est corrigé : la raison reste avec les deux versions.")
    item = AgendaItem.objects.select_related("note").get(pk=item.pk, meeting=meeting)
    text, before = clean_pasted(text), item.note.lock_version if item.note else 0
    if item.note is None:
        item.note = _note_of(item, meeting, by)
    revision = write_note(note=item.note, text=text, seen_version=seen_version, by=by)
    if revision is None or revision.number == before:
        raise NothingChanged("Le texte est le même qu’avant : il n’y a rien à corriger. Rien n’a été enregistré.")
    last = meeting.approvals.order_by("-number").first()  # type: ignore[attr-defined]
    approval = _freeze(meeting, last.number + 1, why, by)
    record(by=by, verb="minutes.corrected", on=meeting, number=approval.number, point=item.position)
    if tell:
        send_minutes(meeting=meeting, by=by)
    return approval


@transaction.atomic
def send_minutes(*, meeting: Meeting, by: Actor) -> int:
    """Approved minutes to present and excused, each owner with their own actions; once for each revision."""
    meeting = _locked(meeting)
    approval = meeting.approvals.order_by("-number").first()  # type: ignore[attr-defined]
    if approval is None:
        raise PassageRefused("Le compte rendu n’est pas encore approuvé : il ne part pas.")
    people = people_to_tell(minutes_of(meeting, approval))
    rows = [(f"minutes_approved:{meeting.public_id}:{approval.number}:{person.public_id}", meeting, person) for person in people]
    queue_many("minutes_approved", rows=rows, priority="service", params={"number": approval.number})
    record(by=by, verb="minutes.sent", on=meeting, count=len(rows), number=approval.number)
    return len(rows)


@transaction.atomic
def keep_pdf(*, approval: Approval, upload: Upload, by: Actor) -> Approval:
    """Remember the PDF of a frozen state: it never changes."""
    Approval.objects.filter(pk=approval.pk).update(pdf=upload)
    record(by=by, verb="minutes.printed", on=approval.meeting, number=approval.number, bytes=upload.size)
    approval.pdf = upload
    return approval


def _note_of(item: AgendaItem, meeting: Meeting, by: Actor) -> Note:
    """The note of a point; two people who begin it at once get the same one, since the meeting's row is locked."""
    title = typo_fr(f"{meeting.title}, point « {item.title} »")
    note = create_note(collective=meeting.collective, title=title, by=by)
    AgendaItem.objects.filter(pk=item.pk).update(note=note)
    return note


def _freeze(meeting: Meeting, number: int, why: str, by: Actor) -> Approval:
    approval = Approval.objects.create(meeting=meeting, number=number, why=why, by_kind=by.kind, by_id=by.id)
    approval.revisions.set(NoteRevision.objects.filter(note__agenda_item__meeting=meeting, number=F("note__lock_version")))
    return approval


def _pass(meeting: Meeting, state: MinutesState) -> None:
    before = MinutesState(meeting.minutes_state)
    if state not in MINUTES_PASSAGES[before]:
        raise PassageRefused(f"Le compte rendu est « {before.label} » : il ne peut pas passer à « {state.label} ». Rien n’a changé.")
    meeting.minutes_state = state


def _writable(meeting: Meeting) -> Meeting:
    meeting = _locked(meeting)
    if is_locked(meeting):
        raise MinutesLocked
    if meeting.state == MeetingState.CANCELLED:
        raise PassageRefused("Cette réunion est annulée : on n’y prend pas de notes. Rien n’a été enregistré.")
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    found: Meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    return found

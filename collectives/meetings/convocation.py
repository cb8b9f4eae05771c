"""Calling people to a meeting, and telling them when it moves or does not take place. The convocation is a mailing like any other."""

from django.db import transaction
from django.utils import timezone

from collectives.meetings.emails import KIND, already_convened
from collectives.meetings.enums import MEETING_PASSAGES, Answer, MeetingState
from collectives.meetings.exceptions import NobodyToConvene, PassageRefused, PastDateRefused
from collectives.meetings.models import Meeting
from collectives.meetings.roster import Place, ensure_attendances, people_of, roster
from contacts.directory.models import Person
from contacts.mailings import services as mailings
from contacts.mailings.exceptions import NobodyToWriteTo
from contacts.mailings.models import Mailing
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.services import queue_many

TOO_LATE = "On ne convoque pas à une date passée : changez la date, ou enregistrez la réunion comme tenue. Rien n’est parti."


@transaction.atomic
def convene(*, meeting: Meeting, subject: str, body: str, expected: int, by: Actor) -> Mailing:
    """The draft becomes a convocation: one mail for each person who may come, with the event for their calendar.

    On a meeting already convened, it goes to those who have not received it (new members, a new suppléant·e).
    """
    meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    if meeting.starts_at <= timezone.now():
        raise PastDateRefused(TOO_LATE)
    if meeting.state != MeetingState.CONVENED:
        if MeetingState.CONVENED not in MEETING_PASSAGES[MeetingState(meeting.state)]:
            raise PassageRefused(f"Cette réunion est {MeetingState(meeting.state).label} : elle ne se convoque plus. Rien n’est parti.")
        meeting.state, meeting.convened_at = MeetingState.CONVENED, timezone.now()
        meeting.save(update_fields=["state", "convened_at", "updated_at"])
    ensure_attendances(meeting)
    mailing = mailings.create(kind=KIND, subject=subject, body=body, about=meeting, by=by)
    try:
        mailing = mailings.send(mailing=mailing, expected=expected, by=by)
    except NobodyToWriteTo:
        raise NobodyToConvene(
            "Personne ne peut recevoir la convocation : ajoutez des membres, un·e titulaire à chaque structure, ou une adresse à leur fiche. "
            "Rien n’est parti."
        ) from None
    record(by=by, verb="meeting.convened", on=meeting, count=expected)
    return mailing


def announce_change(*, meeting: Meeting, asked_again: bool, by: Actor) -> int:
    """Queue the mail of a move, once for each person and sequence; called in the transaction that moves it."""
    params = {"sequence": meeting.sequence, "asked_again": asked_again}
    return _announce("meeting_moved", meeting, _concerned(meeting), params)


def announce_cancellation(*, meeting: Meeting, by: Actor) -> int:
    """Queue the mail of a cancellation, for whoever has the event."""
    return _announce("meeting_cancelled", meeting, _concerned(meeting), {"sequence": meeting.sequence})


def _concerned(meeting: Meeting) -> list[Person]:
    """Who was convened: whoever has the event in a calendar, whether they still sit or not."""
    return list(Person.objects.alive().filter(pk__in=already_convened(meeting)).order_by("pk"))


def _announce(message: str, meeting: Meeting, persons: list[Person], params: dict[str, object]) -> int:
    rows = [(f"{message}:{meeting.public_id}:{meeting.sequence}:{person.public_id}", meeting, person) for person in persons]
    return queue_many(message, rows=rows, priority="service", params=params)


@transaction.atomic
def remind(*, meeting: Meeting, by: Actor) -> int:
    """Write once more to those whose seat has not answered; once a day for each, however often the button is pressed."""
    meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    if meeting.state != MeetingState.CONVENED or meeting.starts_at <= timezone.now():
        raise PassageRefused("Cette réunion n’attend plus de réponse : elle est passée, tenue ou annulée. Rien n’est parti.")
    today = timezone.localdate()
    silent_by_key = {f"meeting_reminder:{meeting.public_id}:{today}:{person.public_id}": person for person in silent(meeting, roster(meeting))}
    written = set(OutboxEmail.objects.filter(key__in=silent_by_key).values_list("key", flat=True))
    rows = [(key, meeting, person) for key, person in silent_by_key.items() if key not in written]
    if not rows:
        raise PassageRefused("Personne à relancer : tout le monde a répondu, ou a déjà été relancé aujourd’hui. Rien n’est parti.")
    queued = queue_many("meeting_reminder", rows=rows, priority="service")
    record(by=by, verb="meeting.reminded", on=meeting, count=queued)
    return queued


def silent(meeting: Meeting, places: list[Place]) -> list[Person]:
    """Who was convened and whose seat has not answered."""
    known = already_convened(meeting)
    return [person for person in people_of([place for place in places if place.answer == Answer.NONE]) if person.pk in known]


def not_convened_yet(meeting: Meeting) -> list[Person]:
    """Who may come and has not received the convocation."""
    known = already_convened(meeting)
    return [person for person in people_of(roster(meeting)) if person.pk not in known]

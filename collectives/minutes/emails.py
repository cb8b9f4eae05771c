"""Mails about minutes: « relisez », « approuvé », each with the reader's own link and, once approved, their own actions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from collectives.meetings.enums import MinutesState
from collectives.meetings.models import Meeting
from collectives.minutes.permissions import comments_are_open
from collectives.minutes.record import last_approval, minutes_of
from contacts.consent.enums import Purpose
from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, issue
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.text.dates import long_date

LINK_KIND = "minutes"
LINK_LIVES = timedelta(days=365)
"""The same link reads the minutes once approved."""
FOLDER = "collectives/minutes/emails"


def minutes_link(*, meeting: Meeting, person: Person, by: Actor) -> SecretLink:
    """The personal link that reads minutes, and comments them as long as the review is open."""
    living = SecretLink.objects.of(LINK_KIND, meeting, person).living().first()
    return living or issue(kind=LINK_KIND, target=meeting, holder=person, expires_at=timezone.now() + LINK_LIVES, by=by)


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@message("minutes_review", label="Compte rendu à relire")
def minutes_review(row: OutboxEmail) -> Mail:
    """Those present read it again, until a date."""
    meeting, person = _current(row)
    if not comments_are_open(meeting):
        raise CauseGone("la relecture est close")
    assert meeting.comment_until is not None
    return _mail(meeting, person, "minutes_review", until=long_date(meeting.comment_until))


@message("minutes_approved", label="Compte rendu approuvé")
def minutes_approved(row: OutboxEmail) -> Mail:
    """The decisions, and what this person took on."""
    meeting, person = _current(row)
    approval = last_approval(meeting)
    if meeting.minutes_state != MinutesState.APPROVED or approval is None or approval.number != row.params.get("number"):
        raise CauseGone("une autre révision du compte rendu l’a remplacé")
    minutes = minutes_of(meeting, approval)
    return _mail(
        meeting,
        person,
        "minutes_approved",
        decisions=minutes.decisions,
        actions=minutes.actions_of(person),
        corrected=approval.number > 1,
        why=approval.why,
    )


def _current(row: OutboxEmail) -> tuple[Meeting, Person]:
    meeting, person = row.about, row.to
    if meeting is None or person is None or meeting.is_trashed or person.is_trashed:
        raise CauseGone("la réunion ou la personne n’existe plus")
    return meeting, person


def _mail(meeting: Meeting, person: Person, template: str, **more: Any) -> Mail:
    verdict = may_write_to(person, Purpose.SERVICE)
    if not verdict:
        raise CauseGone(verdict.reason)
    context: dict[str, Any] = {
        "meeting": meeting, "collective": meeting.collective, "person": person, "person_source": person.source,
        "date": long_date(timezone.localtime(meeting.starts_at)),
        "link": address(minutes_link(meeting=meeting, person=person, by=Actor.system("outbox"))),
    }  # fmt: skip
    return Mail(to=verdict.address, to_name=person.name, template=f"{FOLDER}/{template}", context=context | more)

"""What meetings bring to the mailing engine and to the outbox: the convocation, and what tells of a move or a cancellation."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from collectives.meetings.enums import Answer, MeetingState
from collectives.meetings.exports import invitation, where_of
from collectives.meetings.models import Meeting
from collectives.meetings.roster import people_of, roster
from contacts.consent.enums import Purpose
from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from contacts.mailings.models import Mailing, MailingRecipient
from contacts.mailings.placeholders import Reader, placeholder
from contacts.mailings.recipients import LeftOut, Selection, recipients
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, issue, issue_each, issue_many
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.text.dates import long_date, time_range
from labo_ess.text.names import clean_name

KIND = "meeting"
LINK_LIVES = timedelta(days=90)
"""After the meeting the link still opens, to say that it is over."""
FOLDER = "collectives/meetings/emails"
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")


def meeting_link(*, meeting: Meeting, person: Person, by: Actor) -> SecretLink:
    """The personal link by which a holder of a seat answers."""
    return issue(kind=KIND, target=meeting, holder=person, expires_at=meeting.ends_at + LINK_LIVES, by=by)


def already_convened(meeting: Meeting) -> set[int]:
    """Keys of the persons to whom the convocation went."""
    sent = MailingRecipient.objects.filter(mailing__kind=KIND, mailing__about_id=meeting.public_id)
    return set(sent.values_list("person_id", flat=True))


def _prepare_links(mailing: Mailing, persons: "list[Person]", by: Actor) -> None:
    meeting = mailing.about
    issue_many(kind=KIND, target=meeting, holders=persons, expires_at=meeting.ends_at + LINK_LIVES, by=by)


def _back(mailing: Mailing) -> tuple[str, str]:
    meeting = mailing.about
    return "La réunion", reverse("collectives:meetings:page", args=[meeting.collective.slug, meeting.public_id])


def _obstacles(mailing: Mailing, persons: Sequence[Person]) -> dict[int, str]:
    """A convocation that leaves late must still mean something."""
    meeting = mailing.about
    if meeting.state != MeetingState.CONVENED:
        return {person.pk: "la réunion est annulée ou tenue" for person in persons}
    return {person.pk: "la réunion est passée" for person in persons} if meeting.ends_at < timezone.now() else {}


def _links(mailing: Mailing, persons: Sequence[Person]) -> dict[int, str]:
    meeting, by = mailing.about, Actor.system("outbox")
    links = issue_each(kind=KIND, target=meeting, holders=persons, expires_at=meeting.ends_at + LINK_LIVES, by=by)
    return {person.pk: address(links[person.public_id]) for person in persons}


def _calendar(mailing: Mailing, person: Person, to: str, link: str) -> tuple[bytes, str]:
    return invitation(mailing.about, person, to, link), "REQUEST"


@recipients(
    KIND,
    label="Convocation à une réunion",
    noun=("convocation", "convocations"),
    purpose=Purpose.SERVICE,
    on_send=_prepare_links,
    back=_back,
    obstacles=_obstacles,
    links=_links,
    calendar=_calendar,
)
def convened(mailing: Mailing) -> Selection:
    """Who may come for each member, on the meeting's day; minus who has the convocation already."""
    meeting = mailing.about
    if meeting is None:
        return Selection()
    known = already_convened(meeting)
    selection = Selection()
    for person in people_of(roster(meeting)):
        if person.pk in known:
            selection.left_out.append(LeftOut(person, "déjà convoqué·e"))
        else:
            selection.chosen.append(person)
    return selection


def agenda_lines(meeting: Meeting) -> str:
    """The agenda as a numbered list, in Markdown; nothing typed in it becomes a mark."""
    lines = []
    for number, item in enumerate(meeting.agenda.select_related("presenter"), 1):
        details = [f"{item.minutes} min"] if item.minutes else []
        details += [item.presenter.name] if item.presenter else []
        lines.append(f"{number}. {_plain(item.title)}" + (f" ({_plain(', '.join(details))})" if details else ""))
    return "\n".join(lines) or "L’ordre du jour sera précisé."


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", clean_name(text))


@placeholder("lien", label="Lien personnel pour répondre", kinds=(KIND,), raw=True)
def _link(reader: Reader) -> str:
    return reader.link


@placeholder("ordre_du_jour", label="Ordre du jour", kinds=(KIND,), for_all=True, raw=True)
def _agenda(reader: Reader) -> str:
    return agenda_lines(reader.about)


@placeholder("réunion", label="Titre de la réunion", kinds=(KIND,), for_all=True)
def _title(reader: Reader) -> str:
    return str(reader.about.title)


@placeholder("collectif", label="Nom du collectif", kinds=(KIND,), for_all=True)
def _collective(reader: Reader) -> str:
    return str(reader.about.collective.name)


@placeholder("date", label="Date", kinds=(KIND,), for_all=True)
def _date(reader: Reader) -> str:
    return long_date(timezone.localtime(reader.about.starts_at))


@placeholder("heures", label="Heures", kinds=(KIND,), for_all=True)
def _hours(reader: Reader) -> str:
    return hours_of(reader.about)


@placeholder("lieu", label="Lieu ou visioconférence", kinds=(KIND,), for_all=True, raw=True)
def _place(reader: Reader) -> str:
    return ", ".join(part for part in (_plain(reader.about.place), reader.about.link) if part) or "lieu à préciser"


def hours_of(meeting: Meeting) -> str:
    """« 17 h – 18 h 30 »."""
    return time_range(timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at))


@message("meeting_moved", label="Réunion déplacée")
def meeting_moved(row: OutboxEmail) -> Mail:
    """The same event, elsewhere or at another time: it moves in the calendar."""
    meeting, person = _current(row)
    if meeting.state != MeetingState.CONVENED:
        raise CauseGone("la réunion est annulée ou tenue")
    if row.params.get("sequence") != meeting.sequence:
        raise CauseGone("la réunion a encore changé depuis")
    return _mail(meeting, person, "meeting_moved", "REQUEST", asked_again=bool(row.params.get("asked_again")))


@message("meeting_cancelled", label="Réunion annulée")
def meeting_cancelled(row: OutboxEmail) -> Mail:
    """The event leaves the calendar."""
    meeting, person = _current(row)
    if meeting.state != MeetingState.CANCELLED:
        raise CauseGone("la réunion n’est pas annulée")
    return _mail(meeting, person, "meeting_cancelled", "CANCEL")


@message("meeting_reminder", label="Relance avant une réunion")
def meeting_reminder(row: OutboxEmail) -> Mail:
    """To who has not answered; whoever answered in between is left in peace."""
    meeting, person = _current(row)
    if meeting.state != MeetingState.CONVENED or meeting.starts_at < timezone.now():
        raise CauseGone("la réunion est annulée, tenue ou passée")
    places = [place for place in roster(meeting) if place.is_held_by(person)]
    if all(place.answer != Answer.NONE for place in places):
        raise CauseGone("la réponse est arrivée, ou la personne ne siège plus")
    return _mail(meeting, person, "meeting_reminder", "")


@message("meeting_proxy_lost", label="Pouvoir à redonner")
def meeting_proxy_lost(row: OutboxEmail) -> Mail:
    """Whoever carried a pouvoir will not come: its giver chooses another."""
    attendance, person = row.about, row.to
    if attendance is None or person is None or attendance.answer != Answer.PROXY or attendance.proxy_to is None:
        raise CauseGone("le pouvoir a changé depuis")
    if attendance.proxy_to.answer not in (Answer.NO, Answer.PROXY):
        raise CauseGone("la personne viendra finalement")
    meeting = attendance.meeting
    if meeting.state != MeetingState.CONVENED or meeting.starts_at < timezone.now():
        raise CauseGone("la réunion est annulée ou passée")
    return _mail(meeting, person, "meeting_proxy_lost", "", carrier=attendance.proxy_to.membership.name)


def _current(row: OutboxEmail) -> tuple[Meeting, Person]:
    meeting, person = row.about, row.to
    if meeting is None or person is None or meeting.is_trashed or person.is_trashed:
        raise CauseGone("la réunion ou la personne n’existe plus")
    return meeting, person


def _mail(meeting: Meeting, person: Person, template: str, method: str, **more: Any) -> Mail:
    verdict = may_write_to(person, Purpose.SERVICE)
    if not verdict:
        raise CauseGone(verdict.reason)
    url = address(meeting_link(meeting=meeting, person=person, by=Actor.system("outbox")))
    context: dict[str, Any] = {
        "meeting": meeting, "collective": meeting.collective, "person": person, "link": url, "place": where_of(meeting),
        "date": long_date(timezone.localtime(meeting.starts_at)), "hours": hours_of(meeting), "person_source": person.source,
    }  # fmt: skip
    calendar = invitation(meeting, person, verdict.address, url, method) if method else None
    return Mail(
        to=verdict.address, to_name=person.name, template=f"{FOLDER}/{template}", context=context | more,
        calendar=calendar, method=method or "PUBLISH",
    )  # fmt: skip

"""Who is in the room, and for which seat: présent·e, excusé·e, représenté·e par, pour le compte de."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from collectives.groups.models import Membership
from collectives.meetings.answers import proxy_trouble
from collectives.meetings.enums import Answer, MeetingState, Presence
from collectives.meetings.exceptions import MinutesLocked, PresenceRefused, ProxyRefused
from collectives.meetings.models import Attendance, Meeting, SeatAnswer
from collectives.meetings.permissions import is_locked
from collectives.meetings.roster import Place, ensure_attendances, roster
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update


@dataclass(frozen=True)
class Noted:
    """What is noted of a member; `proxy_to` is the member who carries its pouvoir. `drops_proxy`: excused, and the pouvoir is taken back."""

    member: Membership
    presence: Presence
    present: Person | None = None
    proxy_to: Membership | None = None
    drops_proxy: bool = False


@transaction.atomic
def note_presences(*, meeting: Meeting, noted: Sequence[Noted], by: Actor) -> int:
    """Note the presence of several members at once: all of it or, when one of them cannot be, nothing. Arrivals come first."""
    meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    if is_locked(meeting):
        raise MinutesLocked
    if meeting.state == MeetingState.CANCELLED:
        raise PresenceRefused("Cette réunion est annulée : il n’y a pas de présence à noter. Rien n’a été enregistré.")
    ensure_attendances(meeting)
    places = {place.membership.pk: place for place in roster(meeting)}
    for each in sorted(noted, key=lambda one: one.presence != Presence.PRESENT):
        _note(each, places)
    if noted:
        record(by=by, verb="meeting.presences_noted", on=meeting, count=len(noted))
    return len(noted)


def note_presence(
    *, attendance: Attendance, presence: Presence | str, by: Actor, present: Person | None = None, proxy_to: Attendance | None = None
) -> Attendance:
    """The presence of one member."""
    carrier = proxy_to.membership if proxy_to else None
    note_presences(meeting=attendance.meeting, noted=[Noted(attendance.membership, Presence(presence), present, carrier)], by=by)
    return Attendance.objects.get(pk=attendance.pk)


def _note(noted: Noted, places: dict[int, Place]) -> None:
    place = places.get(noted.member.pk)
    if place is None or place.attendance is None:
        raise PresenceRefused("Ce membre n’est pas de cette réunion : rechargez la page. Rien n’a été enregistré.")
    attendance = place.attendance
    attendance.presence, attendance.present = noted.presence, None
    if noted.presence == Presence.PRESENT:
        attendance.present = _who(place, noted.present, places)
    elif noted.presence == Presence.REPRESENTED:
        carrier = places.get(noted.proxy_to.pk) if noted.proxy_to else None
        target = carrier.attendance if carrier else None
        if trouble := proxy_trouble(place, target, {each.attendance.pk: each for each in places.values() if each.attendance}):
            raise ProxyRefused(trouble)
        attendance.proxy_to = target
    elif noted.drops_proxy:
        _drop_proxy(attendance)
    attendance.save(update_fields=["presence", "present", "proxy_to", "answer", "updated_at"])


def _who(place: Place, person: Person | None, places: dict[int, Place]) -> Person:
    """The person in the room for this seat: its titulaire unless another is named. Nobody is counted for two seats that are not theirs."""
    person = person or place.titular
    if person is None:
        raise PresenceRefused(f"{place.name} n’a pas de titulaire ce jour-là : dites qui est là pour son compte. Rien n’a été enregistré.")
    if not place.is_organisation and not place.is_held_by(person):
        raise PresenceRefused(f"{place.name} siège en son nom : quelqu’un d’autre peut porter son pouvoir, pas sa présence. Rien n’a été enregistré.")
    for other in places.values():
        if other is place or other.attendance is None or other.attendance.present_id != person.pk or other.presence != Presence.PRESENT:
            continue
        if not (place.is_held_by(person) and other.is_held_by(person)):
            raise PresenceRefused(
                f"{person} est déjà noté·e présent·e pour {other.name} : personne ne compte pour deux sièges. Notez plutôt un pouvoir. "
                "Rien n’a été enregistré."
            )
    return person


def _drop_proxy(attendance: Attendance) -> None:
    attendance.proxy_to = None
    if attendance.answer == Answer.PROXY:
        attendance.answer = Answer.NO
        SeatAnswer.objects.filter(attendance=attendance, answer=Answer.PROXY).update(answer=Answer.NO, proxy_to=None)

"""Answering a convocation by link: oui, non, pouvoir à. The seat's answer does not depend on which of its holders was first."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from collectives.groups.models import Membership
from collectives.meetings.enums import Answer, Presence
from collectives.meetings.exceptions import AnswersClosed, MeetingRefused, ProxyRefused
from collectives.meetings.models import Attendance, Meeting, SeatAnswer
from collectives.meetings.permissions import answers_are_open
from collectives.meetings.roster import Place, ensure_attendances, roster
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.outbox.services import queue
from labo_ess.text.names import clean_name

NOTE_LENGTH = SeatAnswer._meta.get_field("note").max_length or 0
PREFERENCE = (Answer.YES, Answer.PROXY, Answer.NO)
"""One holder who comes is enough; then a pouvoir; « non » when nobody says better."""


@transaction.atomic
def answer_meeting(
    *, meeting: Meeting, member: Membership, person: Person, choice: Answer | str, by: Actor, proxy_to: Membership | None = None, note: str = ""
) -> Attendance:
    """What this holder of the member's seat answers, `proxy_to` being the member who carries its pouvoir.

    A second answer replaces the first, the other holder's stays.
    """
    meeting = get_for_update(Meeting.objects.select_related("collective"), pk=meeting.pk)
    if not answers_are_open(meeting):
        raise AnswersClosed
    choice = Answer(choice)
    ensure_attendances(meeting)
    places = {place.attendance.pk: place for place in roster(meeting) if place.attendance}
    place = next((each for each in places.values() if each.membership.pk == member.pk), None)
    target = next((each.attendance for each in places.values() if proxy_to and each.membership.pk == proxy_to.pk), None)
    if place is None or choice == Answer.NONE or not place.is_held_by(person):
        raise MeetingRefused("Ce siège n’est pas, ou plus, le vôtre : rien n’a été enregistré. Écrivez à l’équipe si c’est une erreur.")
    if choice == Answer.PROXY and (trouble := proxy_trouble(place, target, places)):
        raise ProxyRefused(trouble)
    SeatAnswer.objects.update_or_create(
        attendance=place.attendance,
        person=person,
        defaults={"answer": choice, "proxy_to": target if choice == Answer.PROXY else None, "note": clean_name(note)[:NOTE_LENGTH]},
    )
    settled = _settle(place, places)
    record(by=by, verb="meeting.answered", on=meeting, choice=str(choice), member=place.membership.person or place.membership.organisation)
    if settled.answer in (Answer.NO, Answer.PROXY):
        _tell_givers(settled)
    return settled


def proxy_trouble(giver: Place, target: Attendance | None, places: dict[int, Place]) -> str:
    """Why this pouvoir could not count, in French; nothing when it could. `places` are those of the meeting, by attendance."""
    carrier = places.get(target.pk) if target else None
    limit = giver.membership.collective.proxies_per_seat
    if giver.seat is None:
        return "Ce membre ne prend pas part aux décisions : il n’a pas de pouvoir à donner. Rien n’a été enregistré."
    if carrier is None or carrier.attendance is None or carrier.seat is None:
        return "Choisissez à qui vous donnez pouvoir : un siège de cette réunion. Rien n’a été enregistré."
    if giver.attendance is not None and carrier.attendance.pk == giver.attendance.pk:
        return "Un siège ne se donne pas pouvoir à lui-même. Rien n’a été enregistré."
    if giver.attendance is not None and _leads_back(carrier, giver.attendance.pk, places):
        circle = f"{carrier.name} vous a donné pouvoir, ou le tient de vous : les pouvoirs tourneraient en cercle."
        return f"{circle} Choisissez quelqu’un d’autre. Rien n’a été enregistré."
    if not may_carry(carrier):
        return (
            f"{carrier.name} ne sera pas présent·e : son siège ne peut pas porter de pouvoir. Choisissez quelqu’un d’autre. Rien n’a été enregistré."
        )
    carried = [each for each in places.values() if _gives_to(each, carrier.attendance.pk) and each is not giver]
    if len(carried) >= limit:
        allowed = "aucun pouvoir" if not limit else f"{limit} pouvoir{'s' if limit > 1 else ''} au plus, déjà donné{'s' if limit > 1 else ''}"
        return f"{carrier.name} porte {allowed} : choisissez quelqu’un d’autre. Rien n’a été enregistré."
    return ""


def may_carry(place: Place) -> bool:
    """Nothing says that nobody will be there for this seat."""
    if place.presence == Presence.PRESENT:
        return True
    return place.presence == Presence.UNKNOWN and place.answer in (Answer.YES, Answer.NONE)


def carriers_for(giver: Place, places: Iterable[Place]) -> list[Place]:
    """Seats to which this one can give its pouvoir, those who said yes first."""
    known = {place.attendance.pk: place for place in places if place.attendance}
    free = [place for place in known.values() if not proxy_trouble(giver, place.attendance, known)]
    return sorted(free, key=lambda place: (place.presence != Presence.PRESENT, place.answer != Answer.YES))


def _leads_back(carrier: Place, giver: int, places: dict[int, Place]) -> bool:
    """Following pouvoirs from the carrier comes back to the giver."""
    seen: set[int] = set()
    current: Place | None = carrier
    while current is not None and current.attendance is not None and current.attendance.pk not in seen:
        seen.add(current.attendance.pk)
        following = current.attendance.proxy_to_id
        if following == giver:
            return True
        current = places.get(following) if following else None
    return False


def _gives_to(place: Place, carrier: int) -> bool:
    return place.attendance is not None and place.attendance.proxy_to_id == carrier and place.presence != Presence.PRESENT


def _settle(place: Place, places: dict[int, Place]) -> Attendance:
    """The seat's answer, made of its holders' in an order that time does not change."""
    attendance = place.attendance
    assert attendance is not None
    holders = {person.pk: rank for rank, person in enumerate(place.holders)}
    answers = list(SeatAnswer.objects.filter(attendance=attendance, person__in=holders).select_related("person", "proxy_to"))
    for each in answers:
        if each.answer == Answer.PROXY and proxy_trouble(place, each.proxy_to, places):
            each.answer, each.proxy_to = Answer.NO, None  # a pouvoir that no longer stands still says that they will not come
    answers.sort(key=lambda each: (PREFERENCE.index(Answer(each.answer)), holders[each.person_id]))
    best = answers[0]
    attendance.answer, attendance.proxy_to = best.answer, best.proxy_to
    attendance.answered_by, attendance.answer_note, attendance.answered_at = best.person, best.note, timezone.now()
    attendance.save(update_fields=["answer", "proxy_to", "answered_by", "answer_note", "answered_at", "updated_at"])
    return attendance


def _tell_givers(carrier: Attendance) -> None:
    """Those who gave this seat their pouvoir hear that it falls, once for each time they gave it."""
    for giver in Attendance.objects.filter(proxy_to=carrier, answer=Answer.PROXY, answered_by__isnull=False).select_related("answered_by"):
        given = giver.answered_at.isoformat() if giver.answered_at else ""
        queue("meeting_proxy_lost", key=f"meeting_proxy_lost:{giver.public_id}:{carrier.public_id}:{given}", about=giver, to=giver.answered_by)

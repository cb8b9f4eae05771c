"""Oui, non, pouvoir à: refused in words when it could not count, and nothing is written then."""

import itertools
import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collectives.groups.models import Membership
from collectives.meetings.answers import answer_meeting
from collectives.meetings.enums import Answer, Presence
from collectives.meetings.exceptions import AnswersClosed, MeetingRefused, PresenceRefused, ProxyRefused
from collectives.meetings.models import Attendance, Meeting, SeatAnswer
from collectives.meetings.presences import Noted, note_presence, note_presences
from collectives.meetings.roster import count_seats
from collectives.meetings.services import cancel_meeting
from labo_ess.outbox.models import OutboxEmail
from tests.factories.directory import PositionFactory
from tests.factories.meetings import HOUSE, attendance_of, convened_meeting, holder, person_seat

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _members(meeting: Meeting) -> list[Membership]:
    return list(meeting.collective.memberships.order_by("pk"))


def _say(meeting: Meeting, member: Membership, choice: str, to: Membership | None = None, person: Any = None) -> Attendance:
    return answer_meeting(meeting=meeting, member=member, person=person or holder(member), choice=choice, proxy_to=to, by=HOUSE)


def test_each_answer_counts_one_seat() -> None:
    meeting = convened_meeting(4)
    one, two, three, four = _members(meeting)
    _say(meeting, one, "yes")
    _say(meeting, two, "no")
    _say(meeting, three, "proxy", one)
    _say(meeting, four, "yes")
    _say(meeting, four, "no", person=holder(four, "suppleant"))
    assert count_seats(meeting).answers == {"yes": 2, "no": 1, "proxy": 1, "none": 0}


@pytest.mark.parametrize("order", list(itertools.permutations(["titulaire", "suppleant"])))
@pytest.mark.parametrize(("titular", "deputy", "seat"), [("no", "yes", "yes"), ("yes", "no", "yes"), ("no", "no", "no")])
def test_a_seat_answers_the_same_whoever_was_first(order: tuple, titular: str, deputy: str, seat: str) -> None:
    meeting = convened_meeting()
    member = _members(meeting)[-1]
    said = {"titulaire": titular, "suppleant": deputy}
    for kind in order:
        _say(meeting, member, said[kind], person=holder(member, kind))
    assert attendance_of(meeting, member).answer == seat


def test_pouvoirs_that_could_not_count_are_refused() -> None:
    meeting = convened_meeting(5)
    one, two, three, four, _five = _members(meeting)
    elsewhere = person_seat(convened_meeting().collective)
    _say(meeting, two, "no")
    _say(meeting, three, "proxy", four)
    refusals = [(one, "lui-même"), (two, "ne sera pas présent"), (four, "déjà donné"), (elsewhere, "Choisissez à qui"), (None, "Choisissez à qui")]
    for target, words in refusals:
        with pytest.raises(ProxyRefused, match=words):
            _say(meeting, one, "proxy", target)
    with pytest.raises(ProxyRefused, match="en cercle"):
        _say(meeting, four, "proxy", three)
    assert (attendance_of(meeting, one).answer, attendance_of(meeting, four).answer) == (Answer.NONE, Answer.NONE)
    assert SeatAnswer.objects.filter(attendance__meeting=meeting).count() == 2


def test_a_group_may_allow_two_pouvoirs_or_none() -> None:
    meeting = convened_meeting(4)
    meeting.collective.proxies_per_seat = 2
    meeting.collective.save()
    one, two, three, _four = _members(meeting)
    _say(meeting, one, "proxy", three)
    _say(meeting, two, "proxy", three)
    assert count_seats(meeting).answers["proxy"] == 2
    meeting.collective.proxies_per_seat = 0
    meeting.collective.save()
    with pytest.raises(ProxyRefused, match="aucun pouvoir"):
        _say(meeting, two, "proxy", three)


def test_a_carrier_who_will_not_come_lets_the_pouvoir_fall_and_says_so_once() -> None:
    meeting = convened_meeting()
    one, two, three = _members(meeting)
    _say(meeting, one, "proxy", two)
    _say(meeting, two, "no")
    _say(meeting, two, "no")
    told = OutboxEmail.objects.get(message="meeting_proxy_lost")
    assert told.recipient_public_id == one.person.public_id
    _say(meeting, one, "proxy", three)
    assert attendance_of(meeting, one).proxy_to == attendance_of(meeting, three)


def test_nothing_is_answered_after_the_meeting_or_once_cancelled() -> None:
    meeting = convened_meeting()
    member = _members(meeting)[0]
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now())
    with pytest.raises(AnswersClosed, match="n’attend plus de réponse"):
        _say(meeting, member, "yes")
    other = convened_meeting()
    cancel_meeting(meeting=other, by=HOUSE)
    with pytest.raises(AnswersClosed):
        _say(other, _members(other)[0], "yes")
    assert SeatAnswer.objects.count() == 0


def test_somebody_else_does_not_answer_for_a_seat() -> None:
    meeting = convened_meeting()
    one, two, _three = _members(meeting)
    with pytest.raises(MeetingRefused, match="n’est pas, ou plus, le vôtre"):
        _say(meeting, one, "yes", person=two.person)


def test_a_pouvoir_counts_when_its_carrier_arrives_whatever_the_order() -> None:
    meeting = convened_meeting()
    one, two, three = _members(meeting)
    _say(meeting, one, "proxy", two)
    assert count_seats(meeting).here == 0
    note_presence(attendance=attendance_of(meeting, two), presence=Presence.PRESENT, by=HOUSE)
    note_presence(attendance=attendance_of(meeting, three), presence=Presence.PRESENT, by=HOUSE)
    counted = count_seats(meeting)
    assert (counted.present, counted.represented, counted.absent) == (2, 1, 0)
    note_presence(attendance=attendance_of(meeting, one), presence=Presence.PRESENT, by=HOUSE)
    assert (count_seats(meeting).present, count_seats(meeting).represented) == (3, 0)


def test_titulaire_and_suppleant_together_count_once() -> None:
    meeting = convened_meeting()
    member = _members(meeting)[-1]
    for kind in ("titulaire", "suppleant"):
        note_presence(attendance=attendance_of(meeting, member), presence=Presence.PRESENT, present=holder(member, kind), by=HOUSE)
    assert count_seats(meeting).present == 1


def test_nobody_is_counted_for_two_seats_that_are_not_theirs() -> None:
    meeting = convened_meeting()
    one, two, three = _members(meeting)
    PositionFactory(person=one.person, organisation=three.organisation)
    note_presence(attendance=attendance_of(meeting, one), presence=Presence.PRESENT, by=HOUSE)
    with pytest.raises(PresenceRefused, match="personne ne compte pour deux sièges"):
        note_presence(attendance=attendance_of(meeting, three), presence=Presence.PRESENT, present=one.person, by=HOUSE)
    with pytest.raises(PresenceRefused, match="siège en son nom"):
        note_presence(attendance=attendance_of(meeting, two), presence=Presence.PRESENT, present=holder(three), by=HOUSE)
    assert count_seats(meeting).present == 1


def test_a_refused_line_writes_none_of_them() -> None:
    meeting = convened_meeting()
    one, two, three = _members(meeting)
    noted = [Noted(two, Presence.PRESENT), Noted(three, Presence.ABSENT), Noted(one, Presence.REPRESENTED, proxy_to=three)]
    with pytest.raises(ProxyRefused, match="ne sera pas présent"):
        note_presences(meeting=meeting, noted=noted, by=HOUSE)
    assert count_seats(meeting).here == 0


def test_an_excused_giver_is_still_represented_until_the_pouvoir_is_taken_back() -> None:
    meeting = convened_meeting()
    one, two, _three = _members(meeting)
    _say(meeting, one, "proxy", two)
    note_presences(meeting=meeting, noted=[Noted(two, Presence.PRESENT), Noted(one, Presence.EXCUSED)], by=HOUSE)
    assert count_seats(meeting).represented == 1
    note_presences(meeting=meeting, noted=[Noted(one, Presence.EXCUSED, drops_proxy=True)], by=HOUSE)
    assert (count_seats(meeting).represented, count_seats(meeting).excused, count_seats(meeting).answers["no"]) == (0, 1, 1)


@pytest.mark.parametrize("seed", range(4))
def test_a_long_evening_of_answers_pouvoirs_and_arrivals_never_loses_a_seat(seed: int) -> None:
    chance, meeting = random.Random(seed), convened_meeting(5)
    members = _members(meeting)
    for _ in range(25):
        member, other = chance.choice(members), chance.choice(members)
        try:
            if chance.random() < 0.6:
                kind = chance.choice(["titulaire", "suppleant"]) if member.organisation else "titulaire"
                _say(meeting, member, chance.choice(["yes", "no", "proxy"]), other, holder(member, kind))
            else:
                presence = Presence(chance.choice(Presence.values))
                note_presences(meeting=meeting, noted=[Noted(member, presence, proxy_to=other)], by=HOUSE)
        except MeetingRefused:
            pass
        counted = count_seats(meeting)
        assert counted.present + counted.represented + counted.excused + counted.absent == counted.seats == 5
        assert sum(counted.answers.values()) == 5
        assert counted.represented <= counted.present  # one pouvoir a seat

"""Meetings: prepared in silence, moved, cancelled, held; points in order."""

from datetime import timedelta

import pytest

from collectives.groups import obstacles
from collectives.meetings.answers import answer_meeting
from collectives.meetings.convocation import convene
from collectives.meetings.enums import MeetingState
from collectives.meetings.exceptions import EndsBeforeStart, NobodyToConvene, PassageRefused, PastDateRefused, PointInUse
from collectives.meetings.models import Attendance, Meeting
from collectives.meetings.roster import count_seats
from collectives.meetings.services import add_item, cancel_meeting, create_meeting, edit_meeting, hold_meeting, move_item, remove_item, trash_meeting
from collectives.meetings.texts import default_body, default_subject
from collectives.minutes.decisions import add_decision
from contacts.mailings.models import Mailing, MailingRecipient
from labo_ess.outbox.models import OutboxEmail
from labo_ess.revisions.exceptions import StaleVersion
from tests.factories.groups import CollectiveFactory
from tests.factories.meetings import (
    HOUSE,
    AgendaItemFactory,
    MeetingFactory,
    convened_meeting,
    held_meeting,
    holder,
    in_days,
    organisation_seat,
    person_seat,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _convene(meeting: Meeting, expected: int) -> Mailing:
    return convene(meeting=meeting, subject=default_subject(meeting), body=default_body(meeting), expected=expected, by=HOUSE)


def test_a_draft_is_silent() -> None:
    collective = CollectiveFactory()
    person_seat(collective)
    meeting = create_meeting(collective=collective, title="  Suivi  ", starts_at=in_days(3), ends_at=in_days(3, 18), by=HOUSE)
    edit_meeting(meeting=meeting, seen_version=meeting.lock_version, starts_at=in_days(4), ends_at=in_days(4, 18), by=HOUSE)
    add_item(meeting=meeting, title="Un point", by=HOUSE)
    meeting.refresh_from_db()
    assert (meeting.title, meeting.state, meeting.sequence, OutboxEmail.objects.count()) == ("Suivi", MeetingState.DRAFT, 0, 0)


def test_it_does_not_end_before_it_starts() -> None:
    with pytest.raises(EndsBeforeStart, match="finit avant d’avoir commencé"):
        create_meeting(collective=CollectiveFactory(), title="Suivi", starts_at=in_days(3, 18), ends_at=in_days(3, 17), by=HOUSE)
    assert Meeting.objects.count() == 0


def test_nobody_is_called_to_a_past_date_but_it_is_recorded() -> None:
    meeting = MeetingFactory(starts_at=in_days(-2))
    person_seat(meeting.collective)
    with pytest.raises(PastDateRefused, match="date passée"):
        _convene(meeting, 1)
    assert (OutboxEmail.objects.count(), Mailing.objects.count()) == (0, 0)
    assert hold_meeting(meeting=meeting, by=HOUSE).state == MeetingState.HELD


def test_the_convocation_goes_to_each_who_may_come_once() -> None:
    meeting = MeetingFactory()
    person, structure = person_seat(meeting.collective), organisation_seat(meeting.collective)
    _convene(meeting, 3)
    wanted = {holder(person).pk, holder(structure).pk, holder(structure, "suppleant").pk}
    assert set(MailingRecipient.objects.values_list("person_id", flat=True)) == wanted
    assert (OutboxEmail.objects.count(), Attendance.objects.count()) == (3, 2)
    newcomer = person_seat(meeting.collective)
    _convene(meeting, 1)
    assert MailingRecipient.objects.filter(person=newcomer.person).count() == 1
    assert OutboxEmail.objects.count() == 4


def test_nobody_to_convene_leaves_a_draft() -> None:
    meeting = MeetingFactory()
    with pytest.raises(NobodyToConvene, match="Personne ne peut recevoir"):
        _convene(meeting, 0)
    meeting.refresh_from_db()
    assert (meeting.state, Mailing.objects.count()) == (MeetingState.DRAFT, 0)


def test_a_move_raises_the_sequence_and_asks_again() -> None:
    meeting = convened_meeting()
    member = meeting.collective.memberships.filter(person__isnull=False).first()
    answer_meeting(meeting=meeting, member=member, person=member.person, choice="yes", by=HOUSE)
    edit_meeting(meeting=meeting, seen_version=meeting.lock_version, starts_at=in_days(12), ends_at=in_days(12, 19), by=HOUSE)
    meeting.refresh_from_db()
    assert (meeting.sequence, count_seats(meeting).answers["none"]) == (1, 3)
    assert OutboxEmail.objects.filter(message="meeting_moved").count() == 4
    edit_meeting(meeting=meeting, seen_version=meeting.lock_version, introduction="Bonjour", by=HOUSE)
    assert OutboxEmail.objects.filter(message="meeting_moved").count() == 4


def test_another_place_keeps_the_answers() -> None:
    meeting = convened_meeting()
    member = meeting.collective.memberships.filter(person__isnull=False).first()
    answer_meeting(meeting=meeting, member=member, person=member.person, choice="yes", by=HOUSE)
    edit_meeting(meeting=meeting, seen_version=meeting.lock_version, place="Ailleurs", by=HOUSE)
    meeting.refresh_from_db()
    assert (meeting.sequence, count_seats(meeting).answers["yes"]) == (1, 1)


def test_a_convened_meeting_does_not_move_to_the_past() -> None:
    meeting = convened_meeting()
    with pytest.raises(PastDateRefused, match="ne se déplace pas dans le passé"):
        edit_meeting(meeting=meeting, seen_version=meeting.lock_version, starts_at=in_days(-1), ends_at=in_days(-1, 18), by=HOUSE)
    meeting.refresh_from_db()
    assert (meeting.sequence, OutboxEmail.objects.filter(message="meeting_moved").count()) == (0, 0)


def test_two_people_who_move_it_at_once() -> None:
    meeting = convened_meeting()
    seen = meeting.lock_version
    edit_meeting(meeting=meeting, seen_version=seen, place="Ici", by=HOUSE)
    with pytest.raises(StaleVersion):
        edit_meeting(meeting=meeting, seen_version=seen, place="Là", by=HOUSE)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("Ici", 1)


def test_cancelling_tells_those_who_were_called_once() -> None:
    meeting = convened_meeting()
    cancel_meeting(meeting=meeting, by=HOUSE)
    cancel_meeting(meeting=meeting, by=HOUSE)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 1)
    assert OutboxEmail.objects.filter(message="meeting_cancelled").count() == 4
    silent = MeetingFactory()
    cancel_meeting(meeting=silent, by=HOUSE)
    assert OutboxEmail.objects.filter(message="meeting_cancelled").count() == 4


def test_it_is_not_held_before_it_starts_nor_cancelled_after() -> None:
    with pytest.raises(PastDateRefused, match="n’a pas commencé"):
        hold_meeting(meeting=convened_meeting(), by=HOUSE)
    with pytest.raises(PassageRefused, match="tenue"):
        cancel_meeting(meeting=held_meeting(), by=HOUSE)


def test_a_convened_meeting_does_not_go_to_the_corbeille() -> None:
    with pytest.raises(PassageRefused, match="s’annule d’abord"):
        trash_meeting(meeting=convened_meeting(), by=HOUSE)
    assert trash_meeting(meeting=MeetingFactory(), by=HOUSE).is_trashed


def test_points_move_and_go_while_nothing_hangs_on_them() -> None:
    meeting = held_meeting()
    first, second, third = AgendaItemFactory.create_batch(3, meeting=meeting)
    move_item(item=third, up=True, by=HOUSE)
    move_item(item=first, up=True, by=HOUSE)
    assert list(meeting.agenda.all()) == [first, third, second]
    add_decision(meeting=meeting, item=first, text="Oui", by=HOUSE)
    with pytest.raises(PointInUse, match="reste à l’ordre du jour"):
        remove_item(item=first, by=HOUSE)
    remove_item(item=third, by=HOUSE)
    assert list(meeting.agenda.all()) == [first, second]


def test_a_planned_meeting_keeps_its_group_from_being_closed() -> None:
    meeting = convened_meeting()
    assert any("Une réunion est prévue" in sentence for sentence in obstacles.of(meeting.collective))
    cancel_meeting(meeting=meeting, by=HOUSE)
    assert not any("réunion" in sentence for sentence in obstacles.of(meeting.collective))


def test_links_outlive_the_meeting() -> None:
    from labo_ess.links.models import SecretLink

    meeting = convened_meeting()
    assert {link.expires_at - meeting.ends_at for link in SecretLink.objects.filter(kind="meeting")} == {timedelta(days=90)}

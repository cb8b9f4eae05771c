"""Sessions fit in the day and its rooms; people have roles; versions are frozen."""

from datetime import time, timedelta

import pytest

from events.days.models import Day
from events.days.services import edit_day
from events.programme.enums import ChangeKind, RoleState, SessionRoleKind
from events.programme.exceptions import (
    CapacityRefused,
    HoursInDisorder,
    NothingToRelease,
    OutsideTheDay,
    ProgrammeRefused,
    RoleAlready,
    RoomTaken,
    SessionChosen,
)
from events.programme.exports import changes_between, freeze
from events.programme.models import Session
from events.programme.querysets import clashes, overlapping_ateliers
from events.programme.services import add_person, add_session, edit_person, edit_session, move_session, release, remove_person, remove_session
from events.programme.signals import capacity_changed
from events.registration.models import Registration, SessionChoice
from tests.factories.days import HOUSE, DayFactory, DayPartnerFactory, RoomFactory
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.programme import SessionFactory, SessionRoleFactory
from tests.factories.registration import GuestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def add(day: Day, **details: object) -> Session:
    fields = {"kind": "pleniere", "title": "Ouverture", "starts": time(9, 30), "ends": time(10), **details}
    return add_session(day, by=HOUSE, **fields)


@pytest.mark.parametrize(
    ("details", "refusal", "field"),
    [
        ({"starts": time(11), "ends": time(10)}, HoursInDisorder, "ends"),
        ({"starts": time(8), "ends": time(10)}, OutsideTheDay, "starts"),
        ({"starts": time(16), "ends": time(17)}, OutsideTheDay, "starts"),
        ({"day_offset": 1}, OutsideTheDay, "starts"),
        ({"capacity": 0}, CapacityRefused, "capacity"),
    ],
)
def test_impossible_sessions_are_refused_beside_a_field(details: dict, refusal: type[ProgrammeRefused], field: str) -> None:
    with pytest.raises(refusal) as caught:
        add(DayFactory(), **details)
    assert (caught.value.field, Session.objects.count()) == (field, 0)


def test_a_day_of_two_days_takes_an_evening_of_the_first() -> None:
    day = DayFactory()
    edit_day(day, by=HOUSE, last_date=day.date + timedelta(days=1))
    day.refresh_from_db()
    assert add(day, starts=time(18), ends=time(19)).day_offset == 0
    assert add(day, day_offset=1).starts_at.date() == day.date + timedelta(days=1)


def test_a_room_holds_one_session_at_a_time() -> None:
    room = RoomFactory()
    add(room.day, room=room)
    with pytest.raises(RoomTaken) as caught:
        add(room.day, room=room, starts=time(9, 45), ends=time(10, 30))
    assert "« Ouverture »" in str(caught.value).replace("\u00a0", " ")
    assert add(room.day, room=room, starts=time(10), ends=time(10, 30)).starts == time(10)


def test_a_session_that_moves_keeps_its_length() -> None:
    session = move_session(SessionFactory(), by=HOUSE, starts=time(14), room=None)
    assert (session.starts, session.ends) == (time(14), time(15, 30))
    with pytest.raises(OutsideTheDay):
        move_session(session, by=HOUSE, starts=time(23), room=None)


def test_what_does_not_fit_is_told_in_words() -> None:
    small = RoomFactory(capacity=20)
    one = SessionFactory(day=small.day, room=small, bookable=True, capacity=25, title="Un")
    two = SessionFactory(day=small.day, bookable=True, title="Deux")
    person = PersonFactory()
    for session in (one, two):
        SessionRoleFactory(session=session, person=person)
    sessions = list(small.day.sessions.with_people().in_order())
    found = {pk: [str(each) for each in noted] for pk, noted in clashes(small.day, sessions).items()}
    assert found[two.pk] == [f"{person.name} est aussi attendu·e dans « Un »"]
    assert found[one.pk] == ["25 places annoncées, 20 dans la salle", f"{person.name} est aussi attendu·e dans « Deux »"]
    assert overlapping_ateliers(sessions) == {one.pk: [two], two.pk: [one]}


def test_someone_who_declined_clashes_with_nothing() -> None:
    one = SessionFactory()
    role = SessionRoleFactory(session=one)
    SessionRoleFactory(session=SessionFactory(day=one.day), person=role.person, state=RoleState.DECLINED)
    assert clashes(one.day, one.day.sessions.with_people()) == {}


def test_an_atelier_that_people_chose_stays() -> None:
    session = SessionFactory(bookable=True)
    registration = Registration.objects.create(day=session.day, person=GuestFactory(), state="confirmed", answered_at=session.created_at)
    SessionChoice.objects.create(registration=registration, session=session, state="confirmed")
    with pytest.raises(SessionChosen) as caught:
        remove_session(session, by=HOUSE)
    assert ("1 personne a choisi" in str(caught.value), Session.objects.count()) == (True, 1)


def test_a_person_holds_a_role_once_in_a_session() -> None:
    session, person = SessionFactory(), PersonFactory()
    first = add_person(session, person, by=HOUSE, organisation=OrganisationFactory())
    with pytest.raises(RoleAlready):
        add_person(session, person, by=HOUSE)
    second = add_person(session, person, by=HOUSE, role=SessionRoleKind.MODERATOR)
    with pytest.raises(RoleAlready):
        edit_person(second, by=HOUSE, role=SessionRoleKind.SPEAKER)
    remove_person(first, by=HOUSE)
    assert list(session.roles.all()) == [second]


def test_a_new_capacity_is_told_to_registration() -> None:
    heard: list[Session] = []
    capacity_changed.connect(lambda sender, session, **_: heard.append(session), weak=False, dispatch_uid="test")
    session = SessionFactory(bookable=True, capacity=10)
    edit_session(session, by=HOUSE, title="Autre")
    edit_session(session, by=HOUSE, capacity=12)
    capacity_changed.disconnect(dispatch_uid="test")
    assert heard == [session]


def test_a_release_names_confirmed_people_only() -> None:
    role = SessionRoleFactory(organisation=OrganisationFactory(name="Scic du Grand Saule"), title="Présidente")
    SessionRoleFactory(session=role.session, state=RoleState.EXPECTED)
    DayPartnerFactory(day=role.session.day)
    content = release(role.session.day, by=HOUSE).content
    assert [person["name"] for person in content["sessions"][0]["people"]] == [role.person.name]
    assert content["sessions"][0]["people"][0]["organisation"] == "Scic du Grand Saule"
    assert (content["sessions"][0]["id"], len(content["partners"])) == (str(role.session.public_id), 1)


def test_a_release_needs_something_new() -> None:
    day = DayFactory()
    with pytest.raises(NothingToRelease):
        release(day, by=HOUSE)
    SessionFactory(day=day)
    assert release(day, by=HOUSE).number == 1
    with pytest.raises(NothingToRelease):
        release(day, by=HOUSE)
    SessionFactory(day=day)
    assert release(day, by=HOUSE, note="Une séance de plus").number == 2


def test_changes_say_what_is_new_moved_cancelled() -> None:
    kept, gone = SessionFactory(title="Reste"), SessionFactory(title="Part")
    day = kept.day
    Session.objects.filter(pk=gone.pk).update(day=day)
    old = freeze(day)
    Session.objects.filter(pk=gone.pk).delete()
    move_session(kept, by=HOUSE, starts=time(14), room=None)
    SessionFactory(day=day, title="Arrive", starts=time(15, 30), ends=time(16))
    found = [(change.kind, change.what) for change in changes_between(old, freeze(day))]
    assert found == [(ChangeKind.MOVED, "Reste"), (ChangeKind.NEW, "Arrive"), (ChangeKind.CANCELLED, "Part")]

"""Pages of staff on the programme: what is typed wrong is told beside its field, nothing is half written."""

from datetime import timedelta

import pytest

from events.days.enums import DayState
from events.programme.models import ProgrammeVersion, Session, SessionRole
from tests.factories.days import DayFactory, RoomFactory
from tests.factories.directory import PositionFactory
from tests.factories.programme import SessionFactory, SessionRoleFactory
from tests.url_samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _session_arguments() -> dict:
    session = SessionFactory()
    return {"slug": session.day.slug, "public_id": session.public_id}


def _role_arguments() -> dict:
    role = SessionRoleFactory()
    return {"slug": role.session.day.slug, "public_id": role.public_id}


for _name in ("session", "session_edit", "session_move", "session_remove", "person_add"):
    sample(f"events:programme:{_name}")(_session_arguments)
for _name in ("person_edit", "person_remove"):
    sample(f"events:programme:{_name}")(_role_arguments)
for _name in ("edit", "release", "session_new"):
    sample(f"events:programme:{_name}")(lambda: {"slug": DayFactory().slug})
for _name in ("public_day", "public_ics", "public_json"):
    sample(f"events:programme:{_name}")(lambda: {"slug": DayFactory(state=DayState.OPEN).slug})

GOOD = {"kind": "atelier", "title": "Réemploi", "starts": "11:15", "ends": "12:45", "bookable": "on", "capacity": "25", "room": "", "description": ""}


def address(day, end: str = "") -> str:
    return f"/bureau/journees/{day.slug}/programme/{end}"


def test_a_session_is_added(team) -> None:
    room = RoomFactory()
    answer = team.post(address(room.day, "seances/nouvelle/"), {**GOOD, "room": str(room.public_id), "starts": "11h15", "ends": "12 h 45"})
    session = Session.objects.get()
    assert (answer.status_code, session.title, session.room, session.capacity, session.bookable) == (302, "Réemploi", room, 25, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends": "11:00"}, "ends"),
        ({"starts": "07:00"}, "starts"),
        ({"ends": "19:00"}, "starts"),
        ({"starts": "25:99"}, "starts"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "beaucoup"}, "capacity"),
        ({"title": "x" * 5000}, "title"),
        ({"title": "\u200b"}, "title"),
        ({"kind": "sieste"}, "kind"),
        ({"room": "00000000-0000-0000-0000-000000000000"}, "room"),
        ({"room": "12"}, "room"),
        ({"description": "x" * 10_001}, "description"),
        ({"day_offset": "3"}, "day_offset"),
    ],
)
def test_bad_input_is_told_beside_its_field(team, typed: dict, field: str) -> None:
    answer = team.post(address(DayFactory(), "seances/nouvelle/"), GOOD | typed)
    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert f'data-error="{field}"' in answer.content.decode()


def test_a_room_taken_is_told_beside_the_room(team) -> None:
    room = RoomFactory()
    SessionFactory(day=room.day, room=room)
    answer = team.post(address(room.day, "seances/nouvelle/"), GOOD | {"starts": "10:00", "ends": "11:30", "room": str(room.public_id)})
    assert (answer.status_code, 'data-error="room"' in answer.content.decode()) == (422, True)


def test_a_line_break_in_a_title_becomes_a_space(team) -> None:
    team.post(address(DayFactory(), "seances/nouvelle/"), GOOD | {"title": "Réemploi\r\nBcc: x@example.org"})
    assert Session.objects.get().title == "Réemploi Bcc: x@example.org"


def test_the_grid_and_the_list_show_the_same(team) -> None:
    session = SessionFactory(room=RoomFactory())
    Session.objects.filter(pk=session.pk).update(day=session.room.day)
    grid = team.get(address(session.room.day)).content.decode()
    as_list = team.get(address(session.room.day) + "?vue=liste").content.decode()
    assert ("timetable-grid" in grid, "timetable-list" in as_list) == (True, True)
    assert session.title in grid
    assert session.title in as_list


@pytest.mark.parametrize("end", ["", "?vue=liste", "publier/"])
def test_pages_cost_the_same_with_one_session_or_three(team, django_assert_num_queries, end: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    session = SessionRoleFactory(session=SessionFactory(room=RoomFactory())).session
    Session.objects.filter(pk=session.pk).update(day=session.room.day)
    day = session.room.day
    team.get(address(day, end))
    with CaptureQueriesContext(
        connection,
    ) as one:
        team.get(address(day, end))
    for _ in range(2):
        SessionRoleFactory(session=SessionFactory(day=day, room=RoomFactory(day=day)))
    with django_assert_num_queries(len(one)):
        team.get(address(day, end))


def test_a_session_moves_by_a_form(team) -> None:
    session = SessionFactory()
    end = f"seances/{session.public_id}/deplacer/"
    assert team.post(address(session.day, end), {"starts": "23:00", "room": ""}).status_code == 422
    assert team.post(address(session.day, end), {"starts": "14:00", "room": ""}).status_code == 302
    session.refresh_from_db()
    assert (session.starts.hour, session.ends.hour) == (14, 15)


def test_someone_is_found_and_gets_a_role(team) -> None:
    session, position = SessionFactory(), PositionFactory()
    position.person.save()  # so that the search text knows the position
    end = f"seances/{session.public_id}/personnes/"
    found = team.get(address(session.day, end), {"q": position.person.last_name.upper()}).content.decode()
    value = f"{position.person.public_id}:{position.organisation.public_id}"
    assert value in found
    team.post(address(session.day, end) + "?q=x", {"person": value, "role": "intervenant", "state": "confirme"})
    role = SessionRole.objects.get()
    assert (role.person, role.organisation, role.title, role.state) == (position.person, position.organisation, "Coordinatrice", "confirme")


@pytest.mark.parametrize("value", ["", "x", "00000000-0000-0000-0000-000000000000", "x" * 500])
def test_nobody_is_told_beside_the_person(team, value: str) -> None:
    session = SessionFactory()
    answer = team.post(
        address(session.day, f"seances/{session.public_id}/personnes/?q=x"), {"person": value, "role": "intervenant", "state": "confirme"}
    )
    assert (answer.status_code, SessionRole.objects.count()) == (422, 0)


def test_a_programme_is_released_once_however_often_it_is_pressed(team) -> None:
    day = SessionFactory().day
    assert "Publier la version 1" in team.get(address(day, "publier/")).content.decode()
    assert [team.post(address(day, "publier/"), {"note": ""}).status_code for _ in range(2)] == [302, 422]
    assert ProgrammeVersion.objects.count() == 1


def test_lecture_reads_and_does_not_write(reader, referent) -> None:
    session = SessionFactory()
    day = session.day
    assert reader.get(address(day)).status_code == 200
    assert "Ajouter une séance" not in reader.get(address(day)).content.decode()
    assert reader.post(address(day, "publier/"), {}).status_code == 403
    assert reader.get(address(day, "seances/nouvelle/")).status_code == 403
    assert referent.get(address(day)).status_code == 404


def test_a_session_of_another_day_is_not_there(team) -> None:
    session = SessionFactory()
    other = DayFactory(date=session.day.date + timedelta(days=1))
    assert team.get(address(other, f"seances/{session.public_id}/")).status_code == 404

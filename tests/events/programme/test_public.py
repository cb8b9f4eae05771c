"""What the world reads: stored bytes, no token, no counter, nothing before it is released, nothing stale."""

import json
from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from events.days.enums import DayState
from events.days.services import edit_day, pass_to
from events.programme.models import Session
from events.programme.services import drop_public, move_session, release
from tests.factories.days import HOUSE, DayFactory, DayPartnerFactory, RoomFactory
from tests.factories.programme import SessionFactory, SessionRoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def session() -> Session:
    """An atelier of an open day."""
    return SessionFactory(
        day=DayFactory(state=DayState.OPEN, title="Journée de Loire"), kind="atelier", title="Mobilités", bookable=True, capacity=17
    )


def page(client: Client, session: Session, end: str = "") -> str:
    answer = client.get(f"/journees/{session.day.slug}/{end}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_draft_is_nobody_else_s_business(client: Client) -> None:
    day = DayFactory()
    for end in ("", "programme.ics", "programme.json"):
        assert client.get(f"/journees/{day.slug}/{end}").status_code == 404
    assert client.get("/journees/nulle-part/").status_code == 404


def test_before_a_release_the_programme_is_coming(client: Client, session: Session) -> None:
    text = page(client, session)
    assert ("Le programme arrive bientôt" in text, "Mobilités" in text) == (True, False)
    assert json.loads(page(client, session, "programme.json"))["sessions"] == []
    assert page(client, session, "programme.ics").count("BEGIN:VEVENT") == 1


def test_only_what_was_released_is_shown(client: Client, session: Session) -> None:
    release(session.day, by=HOUSE, note="Bonne lecture")
    SessionFactory(day=session.day, title="Pas encore")
    text = page(client, session)
    assert ("Mobilités" in text, "Bonne lecture" in text, "Pas encore" in text) == (True, True, False)


def test_a_browser_that_holds_the_bytes_gets_304(client: Client, session: Session) -> None:
    for end in ("", "?vue=liste", "programme.ics", "programme.json"):
        address = f"/journees/{session.day.slug}/{end}"
        etag = client.get(address)["ETag"]
        answer = client.get(address, headers={"if-none-match": etag})
        assert (answer.status_code, answer.content) == (304, b"")


def test_warm_pages_cost_one_query_and_cold_ones_few(
    client: Client, django_assert_num_queries, django_assert_max_num_queries, session: Session
) -> None:
    for _ in range(3):
        SessionRoleFactory(session=SessionFactory(day=session.day, room=RoomFactory(day=session.day)))
        DayPartnerFactory(day=session.day)
    release(session.day, by=HOUSE)
    for end in ("", "programme.ics", "programme.json"):
        with django_assert_max_num_queries(8):
            cold = page(client, session, end)
        with django_assert_num_queries(1):
            assert page(client, session, end) == cold


def test_pages_hold_no_token_and_no_counter(client: Client, session: Session) -> None:
    release(session.day, by=HOUSE)
    for end in ("", "programme.json"):
        text = page(client, session, end)
        assert ("csrf" in text, "/l/" in text, "17" in text.replace(session.public_id.hex, "").split("Mobilités")[-1][:200]) == (False, False, False)


def test_full_is_said_at_once(client: Client, session: Session) -> None:
    release(session.day, by=HOUSE)
    assert "Complet" not in page(client, session)
    Session.objects.filter(pk=session.pk).update(full=True)
    drop_public(session.day)
    assert "Complet" in page(client, session)
    assert json.loads(page(client, session, "programme.json"))["sessions"][0]["full"] is True


def test_a_day_that_moves_moves_the_page_and_the_calendar(client: Client, session: Session) -> None:
    release(session.day, by=HOUSE)
    before = icalendar.Calendar.from_ical(page(client, session, "programme.ics")).walk("VEVENT")[0]
    edit_day(session.day, by=HOUSE, date=session.day.date + timedelta(days=7))
    after = icalendar.Calendar.from_ical(page(client, session, "programme.ics")).walk("VEVENT")[0]
    assert (after["UID"], after["DTSTART"].dt - before["DTSTART"].dt) == (before["UID"], timedelta(days=7))
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_ids_are_stable_from_version_to_version(client: Client, session: Session) -> None:
    release(session.day, by=HOUSE)
    first = json.loads(page(client, session, "programme.json"))
    move_session(session, by=HOUSE, starts=session.starts.replace(hour=14), room=None)
    release(session.day, by=HOUSE)
    second = json.loads(page(client, session, "programme.json"))
    assert (first["version"], second["version"]) == (1, 2)
    assert first["sessions"][0]["id"] == second["sessions"][0]["id"] == str(session.public_id)


def test_the_state_is_in_words(client: Client, session: Session) -> None:
    assert "sur invitation" in page(client, session)
    pass_to(session.day, DayState.CLOSED, by=HOUSE)
    assert "Les inscriptions sont closes" in page(client, session)


def test_a_lost_link_can_be_asked_for_while_people_register(client: Client, session: Session) -> None:
    assert 'href="/lien/nouveau/"' in page(client, session)
    pass_to(session.day, DayState.CLOSED, by=HOUSE)
    assert 'href="/lien/nouveau/"' not in page(client, session)


def test_two_days_and_twenty_rooms_and_an_evening_are_drawn(client: Client, session: Session) -> None:
    day = session.day
    edit_day(day, by=HOUSE, last_date=day.date + timedelta(days=1), ends=timezone.datetime(2026, 1, 1, 22, 0).time())
    for n in range(14):
        SessionFactory(day=day, day_offset=1, room=RoomFactory(day=day), title=f"Salle comble {n}")
    release(day, by=HOUSE)
    assert page(client, session).count("timetable timetable-") == 2


def test_the_home_lists_coming_and_past_days(client: Client, django_assert_max_num_queries, session: Session) -> None:
    DayFactory(title="Secrète")
    DayFactory(title="Bretagne", state=DayState.PAST, date=timezone.localdate() - timedelta(days=60))
    with django_assert_max_num_queries(3):
        text = client.get("/").content.decode()
    assert ("Journée de Loire" in text, "Bretagne" in text, "Secrète" in text) == (True, True, False)
    edit_day(session.day, by=HOUSE, title="Journée du Cher")
    assert "Journée du Cher" in client.get("/").content.decode()

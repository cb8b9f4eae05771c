"""What is told again at the door is what the whole house would tell: the same bytes, the same headers, and nothing stale."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.days.enums import DayState
from events.days.models import Day
from events.programme.services import release
from labo_ess.ui import doorstep
from tests.factories.days import HOUSE, DayFactory
from tests.factories.programme import SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ENDS = ("", "?vue=liste", "programme.ics", "programme.json")


@pytest.fixture
def day() -> Day:
    """An open day with a released programme."""
    session = SessionFactory(day=DayFactory(state=DayState.OPEN), kind="atelier", title="Mobilités", bookable=True, capacity=17)
    release(session.day, by=HOUSE)
    return session.day


def whole(answer: HttpResponse) -> tuple[int, bytes, dict[str, str], bool]:
    return answer.status_code, answer.content, dict(answer.items()), bool(answer.cookies)


@pytest.mark.parametrize("end", ENDS)
def test_both_ways_tell_the_same(client: Client, day: Day, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/journees/{day.slug}/{end}"
    made = client.get(address)
    unchanged = {"if-none-match": f'"autre", W/{made["ETag"]}'}
    doorstep.forget()
    by_the_house = [whole(client.head(address)), whole(client.get(address, headers=unchanged)), whole(client.get(address))]
    assert len(doorstep._held) == 1
    monkeypatch.setattr(doorstep, "_hold", None)  # nothing goes further than the door
    with CaptureQueriesContext(connection) as asked:
        at_the_door = [whole(client.head(address)), whole(client.get(address, headers=unchanged)), whole(client.get(address))]
    assert at_the_door == by_the_house
    assert [answer[0] for answer in at_the_door] == [200, 304, 200]
    assert len(asked) == 3


def test_a_new_version_is_seen_at_once(client: Client, day: Day) -> None:
    texts = []
    for title in ("Un titre", "Un autre titre"):
        SessionFactory(day=day, title=title)
        release(day, by=HOUSE)
        texts += [client.get(f"/journees/{day.slug}/").content.decode() for _ in range(2)]
    assert ["Un autre titre" in text for text in texts] == [False, False, True, True]


def test_a_day_taken_back_is_gone_at_once(client: Client, day: Day) -> None:
    address = f"/journees/{day.slug}/"
    before = [client.get(address).status_code for _ in range(2)]
    Day.objects.filter(pk=day.pk).update(trashed_at=timezone.now())
    assert (before, client.get(address).status_code) == ([200, 200], 404)


def test_what_is_held_ends_when_the_day_begins(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    address, before = f"/journees/{day.slug}/", day.starts_at - timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: before)
    texts = [client.get(address).content.decode() for _ in range(2)]
    monkeypatch.setattr(timezone, "now", lambda: day.starts_at)
    texts.append(client.get(address).content.decode())
    assert ["La journée a commencé" in text for text in texts] == [False, False, True]


def test_someone_signed_in_goes_the_whole_way(client: Client, team: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[doorstep.Condition] = []
    monkeypatch.setattr(doorstep.Condition, "met", lambda condition: bool(asked.append(condition)))
    bodies = [who.get(f"/journees/{day.slug}/").content for who in (client, client, team)]
    assert (len(asked), len(set(bodies))) == (1, 1)


def test_only_known_addresses_of_an_allowed_host_are_held(client: Client, day: Day) -> None:
    address = f"/journees/{day.slug}/"
    assert client.get(address + "?vue=liste&n=1").status_code == 200
    assert client.get(address, headers={"host": "ailleurs.example"}).status_code == 400
    assert client.post(address).status_code == 405
    assert doorstep._held == {}
    client.get(address)
    assert client.get(address, headers={"host": "ailleurs.example"}).status_code == 400


def test_a_database_that_does_not_answer_is_a_miss(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    address = f"/journees/{day.slug}/"
    client.get(address)
    closed: list[bool] = []
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", gone)
        patched.setattr(connection, "close", lambda: closed.append(True))
        assert doorstep.Stamp(lambda slug: Day.objects.filter(slug=slug).values_list("pk")).read(day.slug) is None
    assert (closed, client.get(address).status_code) == ([True], 200)


def test_no_more_is_held_than_the_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "LONGEST", 2)
    make: Callable[[], Day] = lambda: DayFactory(state=DayState.OPEN)  # noqa: E731
    slugs = [make().slug for _ in range(3)]
    for slug in slugs:
        client.get(f"/journees/{slug}/")
    assert [key[4] for key in doorstep._held] == [f"/journees/{slug}/" for slug in slugs[1:]]

"""Two clients at once on the last place, with real connections; and the control that oversells when nothing is locked."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import time
from typing import Any

import pytest
from django.db import connection

from events.days.models import Day
from events.registration import services
from events.registration.models import Registration, SessionChoice
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
HELD_APART = 1.0


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at once, each on its own connection; their results, or the exceptions they raised."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = act()
        except Exception as trouble:
            results[place] = trouble
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def held_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has counted waits before writing until the other has counted too, if anything lets the other in."""
    gate = threading.Barrier(2)

    def wait() -> None:
        if threading.current_thread() is threading.main_thread():
            return
        with suppress(threading.BrokenBarrierError):  # the lock kept the other out: that is what is proved
            gate.wait(HELD_APART)

    monkeypatch.setattr(services, "before_insert", wait)


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the row lock of PostgreSQL nor the transaction that SQLite takes at once."""
    monkeypatch.setattr(services, "get_for_update", lambda queryset, **lookup: queryset.get(**lookup))
    monkeypatch.setattr(services, "list_for_update", lambda queryset: list(queryset.order_by("pk")))
    for name in ("register", "promote", "promote_choice"):
        monkeypatch.setattr(services, name, getattr(services, name).__wrapped__)


def entry(day: Day, **options: Any) -> Callable[[], Registration]:
    person = options.pop("person", None) or GuestFactory()
    return lambda: services.register(day=day, person=person, by=HOUSE, **options)


def states(day: Day) -> list[str]:
    return sorted(Registration.objects.filter(day=day).values_list("state", flat=True))


def test_the_last_place_goes_to_one(held_apart: None) -> None:
    day = OpenDayFactory(capacity=1)
    together(entry(day), entry(day))
    assert states(day) == ["confirmed", "waiting"]


def test_control_without_the_lock_it_is_sold_twice(held_apart: None, unlocked: None) -> None:
    day = OpenDayFactory(capacity=1)
    together(entry(day), entry(day))
    assert states(day) == ["confirmed", "confirmed"]


def test_the_last_place_of_an_atelier_goes_to_one(held_apart: None) -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, capacity=1)
    together(entry(day, choices=[atelier]), entry(day, choices=[atelier]))
    assert sorted(SessionChoice.objects.values_list("state", flat=True)) == ["confirmed", "waiting"]


def test_two_promotions_on_one_free_place(held_apart: None) -> None:
    day = OpenDayFactory(capacity=0)
    first, second = entry(day)(), entry(day)()
    Day.objects.filter(pk=day.pk).update(capacity=1)
    results = together(*(lambda one=one: services.promote(registration=one, by=HOUSE) for one in (first, second)))
    assert states(day) == ["confirmed", "waiting"]
    assert sorted(type(each).__name__ for each in results) == ["DayFull", "Registration"]


def test_control_two_promotions_without_the_lock(held_apart: None, unlocked: None) -> None:
    day = OpenDayFactory(capacity=0)
    first, second = entry(day)(), entry(day)()
    Day.objects.filter(pk=day.pk).update(capacity=1)
    together(*(lambda one=one: services.promote(registration=one, by=HOUSE) for one in (first, second)))
    assert states(day) == ["confirmed", "confirmed"]


def test_a_place_given_back_and_a_newcomer_while_someone_waits(held_apart: None) -> None:
    day = OpenDayFactory(capacity=1)
    holder, waiting = entry(day)(), entry(day)()
    together(lambda: services.cancel(registration=holder, by=HOUSE), entry(day))
    assert states(day) == ["cancelled", "waiting", "waiting"]
    assert Registration.objects.waiting_in_order().values_list("pk", "rank")[0] == (waiting.pk, 1)


def test_the_same_form_ten_times_at_once_is_one_registration_and_one_mail() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    results = together(*[entry(day, person=guest, form_key="one form") for _ in range(10)])
    assert {each.pk for each in results} == {Registration.objects.get().pk}
    assert OutboxEmail.objects.count() == 1


def test_without_a_form_key_still_one_row() -> None:
    day, guest = OpenDayFactory(), GuestFactory()
    results = together(*[entry(day, person=guest) for _ in range(6)])
    assert ([each for each in results if isinstance(each, Exception)], Registration.objects.count()) == ([], 1)


def test_a_crowd_for_few_places_and_three_ateliers_in_any_order() -> None:
    """Forty guests, ten places, ateliers of four: nothing oversold, nobody lost, ranks without hole or tie, no deadlock."""
    day = OpenDayFactory(capacity=10)
    ateliers = [AtelierFactory(day=day, capacity=4, starts=time(9 + i), ends=time(9 + i, 50)) for i in range(3)]
    acts = [entry(day, choices=random.sample(ateliers, 3)) for _ in range(40)]
    failed: list[Any] = []
    for start in range(0, 40, 8):
        failed += [each for each in together(*acts[start : start + 8]) if isinstance(each, Exception)]
    assert failed == []
    assert (states(day).count("confirmed"), states(day).count("waiting")) == (10, 30)
    assert list(Registration.objects.waiting_in_order().values_list("rank", flat=True)) == list(range(1, 31))
    for atelier in ateliers:
        chosen = SessionChoice.objects.filter(session=atelier)
        assert (chosen.holding_place().count(), [rank for _pk, rank in chosen.waiting_in_order().values_list("pk", "rank")]) == (
            4,
            [1, 2, 3, 4, 5, 6],
        )

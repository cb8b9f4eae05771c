"""What falls due around registrations."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.days.models import Day
from events.programme.models import Session
from events.registration import services
from events.registration.models import Registration
from events.registration.tasks import erase_needs, follow_capacities
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 1), (31, 0)])
def test_needs_are_erased_thirty_days_after(days: int, left: int) -> None:
    services.register(day=OpenDayFactory(), person=GuestFactory(), by=HOUSE, details={"needs": "boucle magnétique"})
    Day.objects.update(date=timezone.localdate() - timedelta(days=days))
    assert (erase_needs(), Registration.objects.filter(needs__gt="").count()) == (1 - left, left)


def test_full_follows_a_capacity_that_changes() -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, capacity=1)
    services.register(day=day, person=GuestFactory(), choices=[atelier], by=HOUSE)
    Session.objects.update(capacity=2)
    assert (follow_capacities(), Session.objects.get().full, follow_capacities()) == (1, False, 0)


def test_places_prints_one_object() -> None:
    day = OpenDayFactory(capacity=1)
    atelier = AtelierFactory(day=day, capacity=5, title="Réemploi")
    services.register(day=day, person=GuestFactory(), choices=[atelier], by=HOUSE)
    second = services.register(day=day, person=GuestFactory(), by=HOUSE)
    for name in (day.slug, str(day.public_id)):
        out = StringIO()
        call_command("places", name, "--json", stdout=out)
        assert json.loads(out.getvalue()) == {
            "capacity": 1,
            "confirmed": 1,
            "offered": 0,
            "reserved": 0,
            "waiting": [{"rank": 1, "person": str(second.person.public_id)}],
            "ateliers": [
                {"session": str(atelier.public_id), "title": "Réemploi", "capacity": 5, "confirmed": 1, "offered": 0, "reserved": 0, "waiting": []}
            ],
        }


def test_places_of_no_day_says_so() -> None:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("places", "nulle-part", "--json", stdout=out)
    assert list(json.loads(out.getvalue())) == ["error"]

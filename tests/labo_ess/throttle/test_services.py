"""Counters: right at once, hashed, forgotten."""

import pytest
from django.test import RequestFactory

from labo_ess.throttle import services
from labo_ess.throttle.addresses import client_address
from labo_ess.throttle.models import Attempt
from labo_ess.throttle.tasks import drop_old

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    hands = {"now": 1_800_000_000.0}
    monkeypatch.setattr(services, "time", lambda: hands["now"])
    return hands


def test_failures_are_counted_per_scope_and_key(clock):
    for _ in range(3):
        services.add_failure("links", "192.0.2.1", 60)
    assert services.failures("links", "192.0.2.1", 60) == 3
    assert services.failures("links", "192.0.2.2", 60) == 0
    assert services.failures("forms", "192.0.2.1", 60) == 0


def test_allowed_stops_at_its_limit(clock):
    assert [services.allowed("forms", "a", 2, 60) for _ in range(4)] == [True, True, False, False]


def test_the_turn_of_the_minute_does_not_double_the_limit(clock):
    clock["now"] += 59
    assert [services.allowed("forms", "a", 4, 60) for _ in range(4)] == [True] * 4
    clock["now"] += 2
    assert services.allowed("forms", "a", 4, 60) is True  # a sixtieth of the four has faded
    assert services.allowed("forms", "a", 4, 60) is False
    clock["now"] += 120
    assert services.failures("forms", "a", 60) == 0


def test_keys_are_hashed(clock):
    services.add_failure("links", "192.0.2.1", 60)
    assert "192.0.2" not in str(list(Attempt.objects.values()))


def test_old_counters_go(clock):
    clock["now"] = 1_700_000_000.0
    services.add_failure("links", "192.0.2.1", 60)
    assert (drop_old(), Attempt.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "not an address", "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected

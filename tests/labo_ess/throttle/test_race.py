"""Twenty failures at once count twenty, on both engines."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from labo_ess.throttle import services
from labo_ess.throttle.models import Attempt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def _fail(_: int) -> None:
    try:
        services.add_failure("links", "192.0.2.1", 3600)
    finally:
        connections.close_all()


def test_none_is_lost():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_fail, range(20)))
    assert services.failures("links", "192.0.2.1", 3600) == 20


def test_reading_first_loses_some():
    """Negative control: two who read the same number write the same number."""
    services.add_failure("links", "192.0.2.1", 3600)
    first = Attempt.objects.get()
    second = Attempt.objects.get()
    for row in (first, second):
        Attempt.objects.filter(pk=row.pk).update(count=row.count + 1)
    assert Attempt.objects.get().count == 2

"""A guest whose turn does not come: told so within seconds, nothing half-registered, and the same form again passes."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from events.days.models import Day
from events.registration.models import Registration
from labo_ess.audit.models import AuditEntry
from labo_ess.db import limit_lock_waits
from labo_ess.outbox.models import OutboxEmail
from tests.events.invitations.test_guest import Guest
from tests.factories.registration import OpenDayFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def short_waits() -> Iterator[None]:
    """New connections wait three tenths of a second for a lock, instead of the three seconds of web processes."""
    known = connections.settings["default"]
    before = dict(known["OPTIONS"])
    limit_lock_waits(300)
    yield
    known["OPTIONS"] = before


def _elsewhere(act: Any) -> None:
    def run() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)


def test_a_day_locked_by_another_says_reessayez_and_keeps_nothing(short_waits: None, client: Client) -> None:
    day = OpenDayFactory()
    guest = Guest(client, day).open()
    before = AuditEntry.objects.count()
    with transaction.atomic():
        Day.objects.select_for_update().get(pk=day.pk)
        _elsewhere(lambda: guest.post("register", coming="on", function="Présidente"))
    assert (guest.status, "réessayez" in guest.page, "Présidente" in guest.page) == (503, True, True)
    assert (Registration.objects.count(), OutboxEmail.objects.count(), AuditEntry.objects.count()) == (0, 0, before)
    _elsewhere(lambda: guest.post("register", coming="on", function="Présidente"))
    assert (guest.status, guest.state, Registration.objects.count(), OutboxEmail.objects.count()) == (200, "confirmed", 1, 1)

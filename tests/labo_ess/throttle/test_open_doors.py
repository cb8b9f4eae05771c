"""Every form that the whole world may send keeps robots out the same way; a new one is found here."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.days.enums import Admission
from labo_ess.accounts.url_roles import addresses, expected
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SIGN_IN = re.compile(r"^(account|mfa)_")
"""For those who have an account: their doors are counted by address and by account (tests of sign-in)."""
DOORS = {"contacts:directory:new_link", "contacts:consent:subscribe", "events:registration:public"}
QUICK = {"contacts:directory:new_link"}
"""One address, which a browser fills by itself."""


def path(name: str) -> str:
    return reverse(name, args=[OpenDayFactory(admission=Admission.OPEN).slug] if name == "events:registration:public" else [])


def test_these_are_all_the_doors() -> None:
    public = {each.name for each in addresses() if (row := expected(each.name)) and row["anonymous"].post == "allowed"}
    assert {name for name in public if not SIGN_IN.match(name)} == DOORS


@pytest.mark.parametrize("door", sorted(DOORS))
def test_each_has_the_trap_the_moment_and_the_same_time_for_all(client: Client, door: str, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("labo_ess.throttle.steady.sleep", waited.append)
    settings.STEADY_SECONDS = 60  # type: ignore[attr-defined]
    address = path(door)
    page = client.get(address).content.decode()
    stamps = re.findall(r'name="stamp" value="([^"]+)"', page)
    assert ('name="website"' in page, len(stamps)) == (True, 1)
    given = {"email": "idriss@example.org", "last_name": "Valclair", "stamp": stamps[0]}
    if door not in QUICK:
        assert client.post(address, given).status_code == 422  # as fast as a robot
    else:
        assert client.post(address, {**given, "stamp": ""}).status_code == 422
    assert client.post(address, {**given, "website": "https://spam"}).status_code == 302
    assert (OutboxEmail.objects.count(), [each > 50 for each in waited]) == (0, [True, True])

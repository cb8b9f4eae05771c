"""Doors that say nothing of who is known: same page, same status, same work, within a few milliseconds."""

from time import perf_counter, sleep
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from events.days.enums import Admission
from labo_ess.accounts.roles import Role
from labo_ess.throttle.steady import steady
from tests.factories.registration import GuestFactory, OpenDayFactory, link_of
from tests.robots import stamp

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ROUNDS = 12


HELD = 250
"""Milliseconds: every answer is held back to the same moment, however little was to be done. A busy machine only adds to it."""


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = False
    settings.STEADY_SECONDS = 0.25
    settings.EMAIL_BACKEND = "labo_ess.outbox.backend.OutboxBackend"


def quickest(path: str, field: str, known: str, **more: str) -> tuple[float, float]:
    """Milliseconds for a known and for unknown addresses, in turn; no page says which is which.

    The quickest of each: a busy machine lengthens some answers, never shortens one.
    """
    spent: dict[bool, list[float]] = {True: [], False: []}
    answers = set()
    for number in range(ROUNDS):
        for is_known, email in ((True, known), (False, f"rien{number}@example.org")):
            begun = perf_counter()
            response = Client().post(path, {field: email, **more}, REMOTE_ADDR=f"192.0.2.{number}")
            spent[is_known].append(1000 * (perf_counter() - begun))
            answers.add((response.status_code, response["Location"], response.content))
    assert len(answers) == 1
    return min(spent[True]), min(spent[False])


@pytest.mark.parametrize("path", ["/connexion/mot-de-passe/", "/connexion/courriel/"])
def test_a_known_account_takes_no_longer(make_user: Any, path: str) -> None:
    assert min(quickest(path, "email", make_user(Role.READER).email)) >= HELD


def test_a_known_holder_of_a_link_takes_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contacts.directory.public.PER_ADDRESS_A_DAY", 10_000)
    guest = GuestFactory()
    link_of(OpenDayFactory(), guest)
    email = guest.emails.get().address
    assert min(quickest("/lien/nouveau/", "email", email, stamp=stamp())) >= HELD


def test_a_known_person_who_asks_to_come_or_to_hear_takes_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("contacts.consent.public", "events.registration.public"):
        monkeypatch.setattr(f"{module}.PER_ADDRESS_A_DAY", 10_000)
    day, guest = OpenDayFactory(admission=Admission.OPEN), GuestFactory()
    link_of(day, guest)
    given = {"last_name": guest.last_name, "first_name": guest.first_name, "stamp": stamp()}
    for path in ("/s-abonner/", reverse("events:registration:public", args=[day.slug])):
        assert min(quickest(path, "email", guest.emails.get().address, **given)) >= HELD


def test_without_holding_back_the_difference_would_show(settings: Any) -> None:
    """The negative control: two views of unequal work."""

    def work(request: Any) -> HttpResponse:
        sleep(0.05 if request.POST["who"] == "known" else 0.0)
        return HttpResponse()

    def took(view: Any, who: str) -> float:
        begun = perf_counter()
        view(RequestFactory().post("/", {"who": who}))
        return 1000 * (perf_counter() - begun)

    assert min(took(work, "known"), took(work, "unknown")) < HELD
    assert min(took(steady(work), "known"), took(steady(work), "unknown")) >= HELD


def test_a_wrong_password_costs_the_same_work_for_all(make_user: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hash is made, whether the account exists, waits for its first password, is suspended or is unknown."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    waiting = make_user(Role.READER)
    waiting.set_unusable_password()
    waiting.save()
    addresses = [make_user(Role.READER).email, make_user(Role.READER, is_active=False).email, waiting.email, "rien@example.org"]
    counted: list[int] = []
    hashed = PBKDF2PasswordHasher.encode

    def count(self: Any, *args: Any, **kwargs: Any) -> Any:
        counted.append(1)
        return hashed(self, *args, **kwargs)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", count)
    costs = []
    for email in addresses:
        counted.clear()
        assert Client().post("/connexion/", {"login": email, "password": "faux"}).status_code == 422
        costs.append(len(counted))
    assert costs == [1, 1, 1, 1]

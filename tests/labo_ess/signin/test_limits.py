"""Limits behind a proxy: the address is the one our proxy wrote; a forged header neither evades a limit nor closes the door on others."""

import pytest
from django.core.cache import cache

from labo_ess.accounts.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _proxy(settings):
    cache.clear()
    settings.TRUSTED_PROXY_COUNT = 1


def wrong(client, number: int, forwarded: str = "203.0.113.7", remote: str = "10.0.0.2") -> int:
    """One refused sign-in, each on another account, so that only the limit per address is met."""
    typed = {"login": f"rien{number}@example.org", "password": "faux"}
    answer = client.post("/connexion/", typed, headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=remote)
    return "trop" if "Trop d’essais" in answer.content.decode() else "faux"


def test_a_forged_header_does_not_evade(client):
    answers = [wrong(client, number, f"198.51.100.{number}, 203.0.113.7") for number in range(12)]
    assert answers == ["faux"] * 10 + ["trop"] * 2


def test_a_forged_header_does_not_close_the_door_on_others(client, make_user):
    user = make_user(Role.READER)
    for number in range(12):
        wrong(client, number, "192.0.2.50, 203.0.113.7")  # pretends to come from 192.0.2.50
    typed = {"login": user.email, "password": "un mot de passe long 42"}
    assert client.post("/connexion/", typed, headers={"x-forwarded-for": "192.0.2.50"}, REMOTE_ADDR="10.0.0.2")["Location"] == "/bureau/"


def test_people_behind_our_proxy_do_not_share_one_bucket(client):
    assert [wrong(client, number, f"203.0.113.{number}") for number in range(15)] == ["faux"] * 15


def test_without_a_proxy_the_header_is_not_read(client, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert [wrong(client, number, f"198.51.100.{number}", "192.0.2.9") for number in range(11)] == ["faux"] * 10 + ["trop"]


@pytest.mark.parametrize(("path", "limit"), [("/connexion/mot-de-passe/", 20), ("/connexion/courriel/", 20), ("/connexion/cle-d-acces/", 10)])
def test_every_door_counts_by_the_same_address(client, settings, path, limit):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for number in range(limit + 1):
        typed = {"email": f"rien{number}@example.org", "credential": "{}"}
        answer = client.post(path, typed, headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.7"}, REMOTE_ADDR="10.0.0.2")
        client.cookies.clear()
    assert answer.status_code in (422, 429)
    assert "Trop d’essais" in answer.content.decode()
    other = client.post(path, {"email": "autre@example.org", "credential": "{}"}, headers={"x-forwarded-for": "203.0.113.8"}, REMOTE_ADDR="10.0.0.2")
    assert other.status_code == 302


def test_one_account_is_guessed_five_times_from_anywhere(client, make_user):
    user = make_user(Role.READER)
    answers = []
    for number in range(7):
        typed = {"login": user.email, "password": "faux"}
        answer = client.post("/connexion/", typed, headers={"x-forwarded-for": f"203.0.113.{number}"}, REMOTE_ADDR="10.0.0.2")
        answers.append("Trop d’essais" in answer.content.decode())
    assert answers == [False] * 5 + [True] * 2

"""Recovery codes: digests in the database, shown once, one use each even for two who come at once, rows of before go on serving."""

import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.cache import cache
from django.db import connections
from django.urls import reverse

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.signin import recovery_codes

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PASSWORD = "un mot de passe long 42"
PAGE, FILE, NEW = "/compte/codes-de-secours/", "/compte/codes-de-secours/fichier/", "/compte/codes-de-secours/nouveaux/"
CODE = re.compile(r"<li><code>(\d{8})</code></li>")


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> None:
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MFA_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def user(make_user: Any) -> User:
    made: User = make_user(Role.TEAM)
    TOTP.activate(made, "JBSWY3DPEHPK3PXP")
    return made


def codes_of(user: User) -> list[str]:
    """The codes just made, as the page would show them."""
    return list(RecoveryCodes.activate(user).instance.codes)


def row_of(user: User) -> Authenticator:
    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)


def of_before(user: User, used_mask: int = 0) -> list[str]:
    """A row as it was written until now: an encrypted seed."""
    RecoveryCodes.activate(user)
    seed = get_adapter().encrypt(RecoveryCodes.generate_seed())
    Authenticator.objects.filter(pk=row_of(user).pk).update(data={"seed": seed, "used_mask": used_mask})
    return list(row_of(user).wrap().generate_codes())


def enter(client: Any, user: User, code: str) -> Any:
    client.post("/connexion/", {"login": user.email, "password": PASSWORD})
    return client.post("/connexion/code/", {"code": code}).get("Location")


def test_neither_a_code_nor_a_seed_is_in_the_database(user: User) -> None:
    codes, data = codes_of(user), row_of(user).data
    assert (len(set(codes)), list(data), len(set(data["migrated_codes"]))) == (10, ["migrated_codes"], 10)
    assert [code for code in codes if code in str(data)] == []
    salts = [kept.split("$")[1] for kept in data["migrated_codes"]]
    assert len(set(salts)) == 10


def test_without_the_key_a_right_code_is_not_recognised(user: User, settings: Any) -> None:
    code, kept = codes_of(user)[0], recovery_codes.Kept(row_of(user).data["migrated_codes"][0])
    settings.MAIL_KEYS = ["fresh", *settings.MAIL_KEYS]
    assert kept == code  # the previous key still serves
    settings.MAIL_KEYS = ["fresh"]
    assert kept != code


@pytest.mark.parametrize("typed", ["", "0", "é", "hmac-sha256", "x" * 5000, None])
def test_what_is_not_the_code_is_refused(user: User, typed: Any) -> None:
    codes_of(user)
    assert row_of(user).wrap().validate_code(typed) is False
    assert recovery_codes.left(user) == 10


def test_a_digest_typed_as_a_code_opens_nothing(user: User) -> None:
    codes_of(user)
    assert row_of(user).wrap().validate_code(row_of(user).data["migrated_codes"][0]) is False


def test_a_code_serves_once_and_is_typed_as_it_was_noted(client: Any, user: User) -> None:
    first, second = codes_of(user)[:2]
    assert enter(client, user, f" {first[:4]} {first[4:]}") == "/bureau/"
    client.post("/deconnexion/")
    assert enter(client, user, first) is None
    assert enter(client, user, second) == "/bureau/"
    assert recovery_codes.left(user) == 8


@pytest.mark.django_db(transaction=True)  # they are held once the transaction is over
def test_they_are_shown_once_with_their_file(client: Any, user: User) -> None:
    assert enter(client, user, codes_of(user)[0]) == "/bureau/"
    assert client.post(NEW)["Location"] == PAGE
    assert client.head(PAGE).status_code == 200  # a look ahead takes nothing
    shown = client.get(PAGE)
    page = shown.content.decode()
    codes, sealed = CODE.findall(page), re.search(r'name="sealed" value="([^"]+)"', page).group(1)
    assert (len(codes), "no-store" in shown["Cache-Control"]) == (10, True)
    assert "recovery_codes" not in client.session
    file = client.post(FILE, {"sealed": sealed})
    assert ([line for line in file.content.decode().splitlines() if line.isdigit()], file["Content-Disposition"].split(";")[0]) == (
        codes,
        "attachment",
    )
    again = client.get(PAGE).content.decode()
    assert (CODE.findall(again), "10 codes servent encore" in again) == ([], True)
    client.post("/deconnexion/")
    assert enter(client, user, codes[3]) == "/bureau/"


@pytest.mark.django_db(transaction=True)
def test_what_the_session_carries_is_sealed(client: Any, user: User) -> None:
    enter(client, user, codes_of(user)[0])
    client.post(NEW)
    carried = client.session["recovery_codes"]
    codes = recovery_codes.unseal(user, carried)
    assert (len(codes), [code for code in codes if code in carried]) == (10, [])


@pytest.mark.parametrize("sealed", ["", "x", "é", "gAAAAA" + "x" * 200])
def test_a_false_seal_shows_nothing(client: Any, user: User, sealed: str) -> None:
    enter(client, user, codes_of(user)[0])
    assert client.post(FILE, {"sealed": sealed})["Location"] == PAGE
    assert "ne se montrent plus" in client.get(PAGE).content.decode()


def test_a_seal_is_for_one_account_and_for_an_hour(user: User, make_user: Any, monkeypatch: Any, rf: Any) -> None:
    request = rf.get("/")
    request.session = {}
    recovery_codes.hold(request, user, ["12345678"])
    sealed = recovery_codes.take(request)
    assert (recovery_codes.take(request), recovery_codes.unseal(user, sealed)) == ("", ["12345678"])
    assert recovery_codes.unseal(make_user(Role.TEAM), sealed) == []
    monkeypatch.setattr(recovery_codes, "SHOWN_SECONDS", -1)
    assert recovery_codes.unseal(user, sealed) == []


def test_none_left_is_said(client: Any, user: User) -> None:
    codes = codes_of(user)
    for code in codes[:9]:
        assert row_of(user).wrap().validate_code(code) is True
    enter(client, user, codes[9])
    assert "Aucun code ne sert plus" in client.get(PAGE).content.decode()
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200


def test_a_row_of_before_serves_and_loses_its_seed(user: User) -> None:
    codes = of_before(user, used_mask=0b1)
    assert [row_of(user).wrap().validate_code(code) for code in (codes[0], codes[1], codes[1], codes[2])] == [False, True, False, True]
    assert (list(row_of(user).data), recovery_codes.left(user)) == (["migrated_codes"], 7)


def test_rows_of_before_are_migrated(user: User, make_user: Any) -> None:
    codes, lost = of_before(user, used_mask=0b1), make_user(Role.TEAM)
    of_before(lost)
    Authenticator.objects.filter(user=lost).update(data={"seed": "made with another key", "used_mask": 0})
    import_module("labo_ess.signin.migrations.0001_recovery_codes_are_digests").hide_all(apps, None)
    assert (list(row_of(user).data), recovery_codes.left(user)) == (["migrated_codes"], 9)
    assert [row_of(user).wrap().validate_code(code) for code in codes[:2]] == [False, True]
    assert list(row_of(lost).data) == ["seed", "used_mask"]


def together(user: User, codes: list[str], check: Any) -> list[bool]:
    """The same moment for all: each has read the row before any of them writes."""
    start = Barrier(len(codes))

    def one(code: str) -> bool:
        try:
            kept = row_of(user).wrap()
            start.wait(20)
            return bool(check(kept, code))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(codes)) as pool:
        return list(pool.map(one, codes))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_code_only_one_enters(user: User) -> None:
    for code in codes_of(user)[:4]:
        assert sum(together(user, [code] * 4, lambda kept, typed: kept.validate_code(typed))) == 1
    assert recovery_codes.left(user) == 6


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_two_codes_use_both(user: User) -> None:
    assert together(user, codes_of(user)[:4], lambda kept, typed: kept.validate_code(typed)) == [True] * 4
    assert recovery_codes.left(user) == 6


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_code_opens_twice(user: User) -> None:
    """The negative control: the same check on the row as it was read."""
    assert together(user, [codes_of(user)[0]] * 4, lambda kept, typed: kept._validate_migrated_code(typed)) == [True] * 4

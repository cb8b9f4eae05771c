"""Passkeys without a browser: pages, handles in place of numbers, proofs that no browser made. The ceremony itself is in tests/browser."""

import json
import re
from urllib.parse import urlsplit

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from fido2.utils import websafe_encode

from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import history
from labo_ess.signin.factors import handle
from tests.factories.passkeys import passkey_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PASSWORD = "un mot de passe long 42"


@pytest.fixture(autouse=True)
def _factor(settings):
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MFA_RATE_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = False


def sign_in(client, user):
    return client.post("/connexion/", {"login": user.email, "password": PASSWORD})


def forged(user, **changes) -> str:
    """Something that looks like a proof."""
    said = websafe_encode(json.dumps({"type": "webauthn.get", "challenge": "AAAA", "origin": "http://localhost"}).encode())
    response = {"clientDataJSON": said, "authenticatorData": websafe_encode(b"\0" * 37), "signature": "AAAA", "userHandle": websafe_encode(b"1a")}
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response | changes, "clientExtensionResults": {}})


BAD = ["", "null", "[]", "{}", '"x"', "1", "{" * 500, '{"id":"é","rawId":"é","response":{}}', '{"response":null}', '{"response":[],"rawId":1}']
HANDLES = [None, 7, "", "!!", websafe_encode(b"zzzzzzzzzzzzzzzzzzzzzzzz"), websafe_encode(b"\xff\xfe"), {"a": 1}]


@pytest.mark.parametrize("number", range(len(BAD) + len(HANDLES)))
def test_a_proof_that_no_browser_made_is_refused_in_words(client, make_user, number):
    user = make_user(Role.TEAM)
    passkey_of(user)
    credential = BAD[number] if number < len(BAD) else forged(user, userHandle=HANDLES[number - len(BAD)])
    client.get("/connexion/cle-d-acces/", headers={"accept": "application/json"})
    assert client.post("/connexion/cle-d-acces/", {"credential": credential})["Location"] == "/connexion/"
    sign_in(client, user)
    assert client.post("/connexion/code/", {"credential": credential}).status_code == 422
    assert client.get("/compte/").status_code == 302


def test_what_is_asked_of_the_browser_names_nobody(client, make_user, settings):
    passkey_of(make_user(Role.TEAM))
    asked = client.get("/connexion/cle-d-acces/", headers={"accept": "application/json"}).json()["request_options"]["publicKey"]
    assert (asked["userVerification"], asked["rpId"], asked.get("allowCredentials", [])) == ("required", urlsplit(settings.SITE_URL).hostname, [])
    assert client.get("/connexion/cle-d-acces/")["Location"] == "/connexion/"


def test_a_passkey_is_a_second_factor_and_is_asked(client, make_user):
    user = make_user(Role.TEAM)
    passkey_of(user)
    assert sign_in(client, user)["Location"].startswith("/connexion/code/")
    page = client.get("/connexion/code/").content.decode()
    assert ("Continuer avec ma clé d’accès" in page, "code de secours" in page, "application de codes" in page) == (True, True, False)
    assert client.get("/compte/").status_code == 302


def test_who_has_none_is_offered_both(client, make_user):
    user = make_user(Role.TEAM)
    sign_in(client, user)
    page = client.get("/compte/second-facteur/activer/").content.decode()
    assert "/compte/cles-d-acces/ajouter/" in page
    page = client.get("/compte/cles-d-acces/ajouter/")
    asked = json.loads(re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page.content.decode()).group(1))
    chosen = asked["creation_options"]["publicKey"]["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    for bad in [*BAD, forged(user)]:
        assert client.post("/compte/cles-d-acces/ajouter/", {"name": "x", "credential": bad}).status_code == 422
    assert Authenticator.objects.count() == 0


def test_keys_are_listed_and_their_addresses_hold_no_number(reader):
    mine = passkey_of(reader.user, "Bureau")
    page = reader.get("/compte/cles-d-acces/").content.decode()
    assert ('data-count="1"' in page, "Bureau" in page) == (True, True)
    assert re.findall(r"/compte/cles-d-acces/([^/\"]+)/nom/", page) == [handle(mine)]
    assert re.fullmatch(r"[0-9a-f]{24}", handle(mine))


@pytest.mark.parametrize("act", ["nom", "retirer"])
def test_the_key_of_someone_else_is_not_found(reader, make_user, act):
    theirs = passkey_of(make_user(Role.TEAM))
    address = f"/compte/cles-d-acces/{handle(theirs)}/{act}/"
    assert (reader.get(address).status_code, reader.post(address, {"name": "à moi"}).status_code) == (404, 404)
    theirs.refresh_from_db()
    assert theirs.wrap().name == "Téléphone"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_bad_name_is_said(client, make_user, name):
    user = make_user(Role.READER)
    sign_in(client, user)
    key = passkey_of(user)
    answer = client.post(f"/compte/cles-d-acces/{handle(key)}/nom/", {"name": name})
    assert (answer.status_code, 'data-error="name"' in answer.content.decode()) == (422, True)


def test_an_old_session_proves_who_it_is_before_a_key_is_added(reader):
    reader.get("/compte/")
    assert reader.get("/compte/cles-d-acces/ajouter/")["Location"].startswith("/compte/confirmer/")


def refusals() -> list[tuple[str, str, dict[str, str]]]:
    entries = AuditEntry.objects.filter(verb="account.sign_in_refused").order_by("pk")
    return [(str(each.object_id or ""), f"{each.actor_kind}:{each.actor_id}", each.details) for each in entries]


def test_a_refused_key_leaves_a_line_of_the_account_it_names(client, make_user):
    user = make_user(Role.TEAM)
    passkey_of(user)
    client.get("/connexion/cle-d-acces/", headers={"accept": "application/json"})
    named = forged(user, userHandle=websafe_encode(user_pk_to_url_str(user).encode()))
    client.post("/connexion/cle-d-acces/", {"credential": named})
    client.post("/connexion/cle-d-acces/", {"credential": forged(user, userHandle="!!")})
    sign_in(client, user)
    client.post("/connexion/code/", {"credential": forged(user)})
    mine = (str(user.public_id), "system:signin", {"why": "passkey"})
    assert refusals() == [mine, ("", "system:signin", {"why": "passkey"}), mine]
    assert [line.sentence for line in history(user)] == ["a refusé une connexion (clé d’accès refusée)"] * 2


def test_beyond_the_limit_no_line_is_added(client, make_user, settings):
    settings.MFA_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS = {}
    user = make_user(Role.TEAM)
    passkey_of(user)
    for _ in range(14):
        client.get("/connexion/cle-d-acces/", headers={"accept": "application/json"})
        client.post("/connexion/cle-d-acces/", {"credential": forged(user)})
    assert len(refusals()) <= 10


def test_a_page_sent_empty_is_no_refusal(client):
    client.post("/connexion/cle-d-acces/", {"credential": ""})
    assert refusals() == []

"""Signing in with real requests: closed by default, second factor, equal answers, closed sign-up."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.urls import reverse

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PASSWORD = "un mot de passe long 42"


@pytest.fixture(autouse=True)
def _mail_and_factor(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SECOND_FACTOR_REQUIRED = True


def sign_in(client, user, password=PASSWORD, follow=False):
    return client.post("/connexion/", {"login": user.email, "password": password}, follow=follow)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_second_factor(user: User, secret: str = "JBSWY3DPEHPK3PXP") -> str:
    TOTP.activate(user, secret)
    return secret


def test_every_page_is_closed_by_default(client):
    response = client.get("/bureau/comptes/?q=a")
    assert (response.status_code, response["Location"]) == (302, "/connexion/?next=/bureau/comptes/%3Fq%3Da")


def test_an_expired_sign_in_under_htmx_reloads_the_whole_page(client):
    response = client.get("/bureau/comptes/", headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Redirect"], response.content) == (204, "/connexion/", b"")


def test_a_reader_signs_in_and_out(client, make_user):
    user = make_user(Role.READER)
    assert sign_in(client, user)["Location"] == "/bureau/"
    assert client.get("/compte/").status_code == 200
    assert client.get("/deconnexion/").status_code == 200
    assert client.get("/compte/").status_code == 200  # a GET signs nobody out
    assert client.post("/deconnexion/")["Location"] == "/connexion/"
    assert client.get("/compte/").status_code == 302
    assert AuditEntry.objects.filter(verb="account.signed_in", object_id=user.public_id).count() == 1


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example/", "/\\evil.example", "\thttps://evil.example", "javascript:alert(1)"])
def test_signing_in_never_leaves_the_site(client, make_user, where):
    user = make_user(Role.READER)
    response = client.post("/connexion/", {"login": user.email, "password": PASSWORD, "next": where})
    assert response["Location"] == "/bureau/"


def _without_key(response):
    return re.sub(r'value="[^"]{60,70}"', "", response.content.decode())


def test_known_and_unknown_addresses_get_the_same_sign_in_page(client, make_user):
    user = make_user(Role.READER)
    known = client.post("/connexion/", {"login": user.email, "password": "faux"})
    unknown = client.post("/connexion/", {"login": "rien@example.org", "password": "faux"})
    assert known.status_code == unknown.status_code
    assert _without_key(known).replace(user.email, "@") == _without_key(unknown).replace("rien@example.org", "@")
    assert "L’adresse ou le mot de passe ne convient pas" in known.content.decode()


def test_known_and_unknown_addresses_get_the_same_reset_answer(client, make_user):
    user = make_user(Role.READER)
    answers = [client.post("/connexion/mot-de-passe/", {"email": email}, follow=True) for email in (user.email, "rien@example.org")]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert answers[0].content == answers[1].content
    assert [message.to for message in mail.outbox] == [[user.email], ["rien@example.org"]]


def test_sign_up_is_closed(client):
    response = client.post("/connexion/creation/", {"email": "moi@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert ("sur invitation" in response.content.decode(), User.objects.count()) == (True, 0)


def test_the_fifth_wrong_password_is_the_last(client, make_user):
    user = make_user(Role.READER)
    for _ in range(5):
        sign_in(client, user, "faux")
    refused = sign_in(client, user)
    assert (refused.status_code, "Trop d’essais" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("role", [Role.TEAM, Role.ADMIN])
def test_nobody_of_the_team_goes_further_without_a_second_factor(client, make_user, role):
    user = make_user(role)
    sign_in(client, user)
    for path in ("/compte/", "/bureau/comptes/", "/bureau/corbeille/", "/compte/sessions/", "/compte/mot-de-passe/"):
        assert (path, client.get(path)["Location"]) == (path, "/compte/second-facteur/activer/")
    assert client.get("/compte/second-facteur/activer/").status_code == 200
    assert client.get("/connexion/creation/").status_code == 302  # signed in: nothing to create
    assert client.post("/deconnexion/").status_code == 302


def test_a_second_factor_is_set_and_asked(client, make_user):
    user = make_user(Role.TEAM)
    sign_in(client, user)
    page = client.get("/compte/second-facteur/activer/").content.decode()
    secret = re.search(r'<code class="qr-key">([A-Z2-7]+)</code>', page).group(1)
    assert "<svg" in page
    assert client.post("/compte/second-facteur/activer/", {"code": "000000"}).status_code == 422
    client.get("/compte/second-facteur/activer/")
    secret = client.session["mfa.totp.secret"]
    done = client.post("/compte/second-facteur/activer/", {"code": code_of(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/bureau/corbeille/").status_code == 200
    client.post("/deconnexion/")
    assert sign_in(client, user)["Location"].startswith("/connexion/code/")
    assert client.get("/compte/").status_code == 302  # half signed in is not signed in
    assert client.get("/connexion/code/").status_code == 200


def test_a_code_serves_once(client, make_user):
    user = make_user(Role.TEAM)
    code = code_of(give_second_factor(user))
    sign_in(client, user)
    assert client.post("/connexion/code/", {"code": code})["Location"] == "/bureau/"
    client.post("/deconnexion/")
    sign_in(client, user)
    again = client.post("/connexion/code/", {"code": code})
    assert (again.status_code, "a déjà servi" in again.content.decode()) == (422, True)


def test_the_seed_is_not_in_the_database(make_user, settings):
    user = make_user(Role.TEAM)
    secret = give_second_factor(user)
    stored = Authenticator.objects.get(user=user)
    assert secret not in str(stored.data)
    settings.MAIL_KEYS = ["fresh", *settings.MAIL_KEYS]
    assert stored.wrap().validate_code(code_of(secret)) is True


def test_a_recovery_code_opens_once(client, make_user):
    user = make_user(Role.TEAM)
    give_second_factor(user)
    code = RecoveryCodes.activate(user).instance.codes[0]
    for expected in ("/bureau/", None):
        sign_in(client, user)
        assert client.post("/connexion/code/", {"code": code}).get("Location") == expected
        client.post("/deconnexion/")


def test_a_mailed_reset_does_not_skip_the_second_factor(client, make_user):
    user = make_user(Role.TEAM)
    give_second_factor(user)
    client.post("/connexion/mot-de-passe/", {"email": user.email})
    address = re.search(r"https?://\S+", mail.outbox[-1].body).group(0)
    page = client.get(address, follow=True)
    new = "phrase de passe toute neuve"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(client, user, new)["Location"].startswith("/connexion/code/")
    dead = client.get(address, follow=True)
    assert "a déjà servi" in dead.content.decode()


def test_mailed_addresses_carry_the_configured_site(client, make_user, settings):
    settings.ALLOWED_HOSTS = ["*"]
    user = make_user(Role.READER)
    client.post("/connexion/mot-de-passe/", {"email": user.email}, headers={"host": "evil.example"})
    assert f"{settings.SITE_URL}/connexion/mot-de-passe/" in mail.outbox[-1].body
    assert "evil" not in mail.outbox[-1].body


def test_recovery_codes_and_sessions_have_their_pages(client, make_user):
    user = make_user(Role.TEAM)
    give_second_factor(user)
    code = RecoveryCodes.activate(user).instance.codes[0]
    sign_in(client, user)
    client.post("/connexion/code/", {"code": code})
    names = ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
    for name in [*names, "usersessions_list", "mfa_deactivate_totp"]:
        assert (name, client.get(reverse(name)).status_code) == (name, 200)
    assert client.post(reverse("mfa_generate_recovery_codes"))["Location"] == reverse("mfa_view_recovery_codes")
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/bureau/corbeille/")["Location"] == "/compte/second-facteur/activer/"


def test_weak_passwords_are_refused(client, make_user):
    user = make_user(Role.READER)
    sign_in(client, user)
    for weak in ("court", "aaaaaaaaaaaaaaa"[:14], f"{user.email}"):
        response = client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        assert (weak, response.status_code) == (weak, 422)
    new = "quatre mots sans lien aucun"
    changed = client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed["Location"] == "/compte/"
    assert client.get("/compte/").status_code == 200

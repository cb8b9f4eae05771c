"""A code by mail in place of the password: short-lived, three tries, sealed in the outbox, and silent about who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry
from labo_ess.outbox.models import OutboxEmail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ASK, CODE = "/connexion/courriel/", "/connexion/courriel/code/"


@pytest.fixture(autouse=True)
def _plain_mail(settings):
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ask(client, email: str) -> str:
    """Ask for a code; the code that left, if any."""
    before = len(mail.outbox)
    assert client.post(ASK, {"email": email})["Location"] == CODE
    found = re.search(r"^(\d{4}-\d{4})$", "".join(each.body for each in mail.outbox[before:]), re.MULTILINE)
    return found.group(1) if found else ""


def test_the_code_opens_and_says_how(client, make_user):
    user = make_user(Role.READER)
    code = ask(client, user.email)
    assert client.post(CODE, {"code": code.replace("-", " ")})["Location"] == "/bureau/"
    assert client.get("/compte/").status_code == 200
    assert AuditEntry.objects.get(verb="account.signed_in").details == {"means": ["code"]}


def test_it_brings_back_where_one_was_going(client, make_user):
    user = make_user(Role.READER)
    assert client.post(f"{ASK}?next=/bureau/aide/", {"email": user.email, "next": "/bureau/aide/"})["Location"] == f"{CODE}?next=%2Fbureau%2Faide%2F"
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body).group(0)
    assert client.post(f"{CODE}?next=/bureau/aide/", {"code": code, "next": "/bureau/aide/"})["Location"] == "/bureau/aide/"


def test_a_code_serves_once_and_in_its_own_browser_only(client, make_user):
    user = make_user(Role.READER)
    code = ask(client, user.email)
    other = client.__class__()
    assert other.post(CODE, {"code": code})["Location"] == ASK
    client.post(CODE, {"code": code})
    client.post("/deconnexion/")
    assert client.post(CODE, {"code": code})["Location"] == ASK


def test_after_ten_minutes_it_is_dead(client, make_user):
    code = ask(client, make_user(Role.READER).email)
    with time_machine.travel(timezone.now() + timedelta(minutes=9, seconds=50), tick=False):
        assert client.get(CODE).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=10), tick=False):
        assert client.post(CODE, {"code": code})["Location"] == ASK
    assert client.get("/compte/").status_code == 302


def test_the_third_wrong_code_kills_it(client, make_user):
    user = make_user(Role.READER)
    code = ask(client, user.email)
    first = client.post(CODE, {"code": "0000-0000"})
    assert (first.status_code, "Ce code ne convient pas" in first.content.decode()) == (422, True)
    client.post(CODE, {"code": "0000-0001"})
    assert client.post(CODE, {"code": "0000-0002"})["Location"] == ASK
    assert client.post(CODE, {"code": code})["Location"] == ASK
    refused = AuditEntry.objects.filter(verb="account.sign_in_refused", object_id=user.public_id, details={"why": "mailed_code"})
    assert refused.count() == 3


def test_it_does_not_replace_the_second_factor(client, make_user, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_user(Role.TEAM)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert client.post(CODE, {"code": ask(client, user.email)})["Location"].startswith("/connexion/code/")
    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize("fault", ["unknown", "suspended"])
def test_whoever_has_no_open_account_gets_the_same_pages(client, make_user, fault):
    known, other = make_user(Role.READER), make_user(Role.READER, is_active=False)
    wrong = other.email if fault == "suspended" else "rien@example.org"
    answers = []
    for email in (known.email, wrong):
        browser = client.__class__()
        asked = browser.post(ASK, {"email": email})
        page, refused = browser.get(CODE), browser.post(CODE, {"code": "1234-5678"})
        texts = [re.sub(r'value="[^"]{60,70}"', "", each.content.decode()).replace(email, "@") for each in (page, refused)]
        answers.append((asked.status_code, asked["Location"], page.status_code, refused.status_code, *texts))
    assert answers[0] == answers[1]
    assert [each.to for each in mail.outbox] == [[known.email], [wrong]]
    assert re.search(r"\d{4}-\d{4}", mail.outbox[1].body) is None


def test_the_mail_is_sealed_and_shows_no_code(client, make_user, settings):
    settings.EMAIL_BACKEND = "labo_ess.outbox.backend.OutboxBackend"
    client.post(ASK, {"email": make_user(Role.READER).email})
    row = OutboxEmail.objects.get()
    assert (row.private, row.text, row.message) == (True, "", "sign_in")
    assert client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"] not in str(bytes(row.sealed))


def test_a_mailbox_is_not_flooded(client, make_user):
    user = make_user(Role.READER)
    for _ in range(5):
        client.__class__().post(ASK, {"email": user.email})
    assert len(mail.outbox) == 3
    answers = [client.__class__().post(ASK, {"email": email}).status_code for email in ("rien@example.org", user.email)]
    assert answers == [302, 422]


def test_whoever_has_no_password_yet_chooses_one_inside(client, make_user):
    user = make_user(Role.READER)
    user.set_unusable_password()
    user.save()
    client.post(CODE, {"code": ask(client, user.email)})
    assert client.get("/compte/mot-de-passe/")["Location"] == "/compte/mot-de-passe/premier/"
    new = "quatre mots sans lien aucun"
    assert client.post("/compte/mot-de-passe/premier/", {"password1": "court", "password2": "court"}).status_code == 422
    assert client.post("/compte/mot-de-passe/premier/", {"password1": new, "password2": new})["Location"] == "/compte/"
    assert client.get("/compte/mot-de-passe/premier/")["Location"] == "/compte/mot-de-passe/"

"""What every answer bears, whatever it is: one constant policy, no referrer abroad, no guessing of types, no frame."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from labo_ess.accounts.roles import Role
from tests.labo_ess.operations.test_settings import ROOT, production  # noqa: F401 - a fixture
from tests.labo_ess.signin.test_signin import PASSWORD

BORNE = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OFF_SITE = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "\t//evil.example", " //evil.example", "https://evil.example", "https:evil.example", "https:/evil.example",
    "https:\\evil.example", "http:///evil.example", "HTTPS://EVIL.EXAMPLE", "https://testserver@evil.example", "https://testserver.evil.example",
    "https://evil.example#testserver", "https://evil.example?testserver", "//testserver@evil.example", "//testserver:80@evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,a", "vbscript:a", "file:///etc/passwd", "ftp://evil.example",
    "mailto:a@evil.example", "//evil.example%2f..", "//%65vil.example", "/\r/evil.example", "//[::1]", "http://[", "//evil。example",
    "https://evil.example\0", "\0//evil.example", "x" * 5000, "evil.example",
)  # fmt: skip


def _header(response: Any, name: str) -> str:
    value = response.get(name, "")
    return "; ".join(sorted(part.strip() for part in value.split(";"))) if name == "Content-Security-Policy" else value


def _lacks(response: Any) -> dict[str, str]:
    said = {name: _header(response, name) for name in BORNE}
    return {name: said[name] for name, value in BORNE.items() if said[name] != _header({name: value}, name)}


@pytest.mark.django_db
@pytest.mark.both
def test_every_kind_of_answer_bears_the_same_headers(team: Client, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Client(enforce_csrf_checks=True)
    answers = [client.get(path) for path in ("/", "/lien/nouveau/", "/l/faux/", "/connexion/", "/bureau/", "/nulle-part/", "/sante/")]
    answers += [client.get("/journees/inconnue/programme.json"), client.get("/", headers={"host": "evil.example"}), strict.post("/connexion/")]
    answers += [team.get(path) for path in ("/bureau/", "/bureau/repertoire/?tri=x", "/bureau/repertoire/?format=csv", "/apparence/", "/ui/")]
    answers += [team.post("/bureau/repertoire/personnes/nouvelle/", {"last_name": ""}), team.post("/apparence/", {"theme": "dark"})]
    assert sorted({answer.status_code for answer in answers}) == [200, 302, 400, 403, 404, 405, 422]
    assert [(answer.request["PATH_INFO"], lacks) for answer in answers if (lacks := _lacks(answer))] == []


@pytest.mark.django_db
@pytest.mark.both
def test_a_failure_bears_them_too_and_says_nothing_of_itself(team: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("secret-of-the-house")

    monkeypatch.setattr("labo_ess.signin.views.Authenticator.objects.filter", fail)
    team.raise_request_exception = False
    answer = team.get("/compte/")
    assert (answer.status_code, _lacks(answer), "secret-of-the-house" in answer.content.decode()) == (500, {}, False)


@pytest.mark.both
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "testserver\t", "[", "évil", "a" * 300])
def test_another_host_is_refused_in_our_words(client: Client, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert (answer.status_code, "Cette demande n’est pas lisible" in answer.content.decode()) == (400, True)


@pytest.mark.django_db
@pytest.mark.both
def test_no_form_leads_off_the_site(team: Client, make_user: Any) -> None:
    user = make_user(Role.READER)
    led = [team.post("/apparence/", {"theme": "dark", "next": where})["Location"] for where in OFF_SITE]
    for number, where in enumerate(OFF_SITE):  # from many places: thirty sign-ins a minute from one are the limit
        stranger = Client(REMOTE_ADDR=f"203.0.113.{number}")
        led.append(stranger.post("/connexion/", {"login": user.email, "password": PASSWORD, "next": where})["Location"])
    assert len(OFF_SITE) == 40
    assert sorted(set(led)) == ["/bureau/"]


COOKIES = """
import json
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.test import Client
from labo_ess.accounts.models import User
User.objects.create_user("a@example.org", "un mot de passe long 42", name="A", role="lecture")
client = Client(headers={"host": "labo.example.org"})
plain, page = client.get("/connexion/"), client.get("/connexion/", secure=True)
before = client.cookies["__Host-csrftoken"].value
client.post("/connexion/", {"login": "a@example.org", "password": "un mot de passe long 42"}, secure=True)
cookies = {name: {key: morsel[key] for key in ("secure", "httponly", "samesite", "path", "domain")} for name, morsel in client.cookies.items()}
print(json.dumps({"plain": [plain.status_code, plain["Location"]], "hsts": page["Strict-Transport-Security"], "cookies": cookies}))
"""


@pytest.mark.slow
def test_cookies_of_production(production: dict[str, str], tmp_path: Path) -> None:  # noqa: F811 - the fixture
    environment = production | {"DATABASE_URL": f"sqlite:///{tmp_path / 'labo.sqlite3'}", "DJANGO_SETTINGS_MODULE": "labo_ess.settings"}
    environment.pop("REDIS_URL", None)
    run = [sys.executable, "manage.py", "shell", "--no-imports", "-c", COOKIES]
    done = subprocess.run(run, cwd=ROOT, env=environment | {"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    flags = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    ours = dict.fromkeys(("__Host-csrftoken", "__Host-sessionid"), flags)
    assert {name: value for name, value in found["cookies"].items() if name != "messages"} == ours
    assert found["cookies"].get("messages", flags) == flags
    assert (found["plain"], found["hsts"]) == (
        [301, "https://labo.example.org/connexion/"],
        "max-age=31536000; includeSubDomains; preload",
    )

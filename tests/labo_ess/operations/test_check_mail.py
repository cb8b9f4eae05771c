"""What check_mail says, before a real SMTP server and a resolver made of a table."""

import json
import smtplib
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from django.core.management import call_command
from django.test import override_settings

from labo_ess.operations import mail_check
from labo_ess.operations.mail_check import DnsSilent, NoSuchName, check_mail
from tests.labo_ess.outbox.sink import Sink, running

GOOD = {
    "example.org": ["google-site=1", "v=spf1 include:relay.example -all"],
    "s1._domainkey.example.org": ["v=DKIM1; k=rsa; p=MIGf"],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
}
FROM = "journees@example.org"


def table(**changed: Any) -> Callable[[str], list[str]]:
    """A resolver that knows GOOD and what is changed of it."""
    records = GOOD | {name.replace("__", "."): value for name, value in changed.items()}

    def lookup(name: str) -> list[str]:
        if name not in records:
            raise NoSuchName
        return records[name]

    return lookup


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running() as one, override_settings(DEFAULT_FROM_EMAIL=FROM):
        yield one


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but itself."""
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def tls(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def only_labo(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"labo", b"juste"), handled=False)


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if an authority of this machine had signed it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    return certificate


def test_all_is_well_and_nothing_is_sent(sink: Sink) -> None:
    found = check_mail(selector="s1", lookup=table())
    assert (found.states, found.advice) == ({"smtp": "ok", "spf": "ok", "dkim": "ok", "dmarc": "ok"}, [])
    assert (sink.taken, sink.seen) == ([], [])


@pytest.mark.parametrize(("password", "state"), [("juste", "ok"), ("faux", "missing")])
def test_the_sign_in_is_tried_under_tls(trusted: Path, password: str, state: str) -> None:
    account = {"EMAIL_USE_TLS": True, "EMAIL_HOST_USER": "labo", "EMAIL_HOST_PASSWORD": password}
    with running(tls_context=tls(trusted), require_starttls=True, authenticator=only_labo), override_settings(**account):
        found = check_mail(selector="s1", lookup=table())
    assert found.states["smtp"] == state, found.advice
    assert ("refuse l’identifiant ou le mot de passe (535)" in " ".join(found.advice)) == (state == "missing")


def test_a_certificate_of_nobody_is_refused(certificate: Path) -> None:
    with running(tls_context=tls(certificate)), override_settings(EMAIL_USE_TLS=True):
        found = check_mail(selector="s1", lookup=table())
    assert found.states["smtp"] == "missing"
    assert "n’est pas valable" in found.advice[0]


def test_tls_that_is_not_offered_is_said(sink: Sink, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    found = check_mail(selector="s1", lookup=table())
    assert found.states["smtp"] == "missing"
    assert "Rien ne partira" in found.advice[0]


def test_ssl_asked_of_a_port_without_it_is_said(sink: Sink, settings: Any) -> None:
    settings.EMAIL_USE_SSL = True
    found = check_mail(selector="s1", lookup=table())
    assert (found.states["smtp"], "ne parle pas TLS" in found.advice[0]) == ("missing", True)


def test_a_password_in_clear_is_told(monkeypatch: pytest.MonkeyPatch, sink: Sink, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "smtp.example.org", "labo"
    monkeypatch.setattr("labo_ess.outbox.hops.SmtpHop.sign_in", lambda self: None)
    found = check_mail(selector="s1", lookup=table())
    assert (found.states["smtp"], "en clair" in found.advice[0]) == ("ok", True)


@pytest.mark.parametrize(("host", "port", "state"), [("127.0.0.1", 9, "missing"), ("relais.invalid", 25, None)])
def test_a_server_that_is_not_there(settings: Any, host: str, port: int, state: str | None) -> None:
    settings.MAIL_LAST_HOP, settings.EMAIL_HOST, settings.EMAIL_PORT = "labo_ess.outbox.hops.SmtpHop", host, port
    settings.MAIL_TIMEOUTS = {"connect": 2, "command": 2, "final_dot": 2}
    found = check_mail(selector="s1", lookup=table())
    assert found.states["smtp"] == state or (state is None and found.states["smtp"] in ("missing", "unknown"))  # a resolver may be away here
    assert f"{host}" in found.advice[0]


def test_a_server_that_says_nothing_is_unknown(settings: Any, monkeypatch: pytest.MonkeyPatch, sink: Sink) -> None:
    def silent(self: Any) -> smtplib.SMTP:
        raise TimeoutError

    monkeypatch.setattr("labo_ess.outbox.hops.SmtpHop._connect", silent)
    found = check_mail(selector="s1", lookup=table())
    assert (found.states["smtp"], "ne répond pas" in found.advice[0]) == ("unknown", True)


@pytest.mark.parametrize(
    ("records", "state", "words"),
    [
        (["v=spf1 mx -all"], "ok", ""),
        ([], "missing", "n’en a pas"),
        (["v=spf1 mx -all", "v=spf1 a -all"], "missing", "annule"),
        (["v=spf1 mx +all"], "missing", "n’importe qui"),
        (["v=spf10 mx -all"], "missing", "n’en a pas"),
    ],
)
def test_spf(sink: Sink, records: list[str], state: str, words: str) -> None:
    found = check_mail(selector="s1", lookup=table(example__org=records))
    assert (found.states["spf"], words in " ".join(found.advice)) == (state, True)


def test_dkim_with_and_without_a_selector(sink: Sink) -> None:
    assert check_mail(lookup=table()).states["dkim"] == "ok"  # s1 is one of the usual names
    assert check_mail(selector="other", lookup=table()).states["dkim"] == "missing"
    alone = {"s1._domainkey.example.org": []}
    assert check_mail(lookup=table(**alone)).states["dkim"] == "unknown"
    revoked = {"s1._domainkey.example.org": ["v=DKIM1; p="]}
    assert check_mail(selector="s1", lookup=table(**revoked)).states["dkim"] == "missing"


def test_dmarc_falls_back_on_the_organisation(sink: Sink, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Le Labo <journees@labo.ess.example.org>"
    assert check_mail(selector="s1", lookup=table()).states == {"smtp": "ok", "spf": "missing", "dkim": "missing", "dmarc": "ok"}


@pytest.mark.parametrize(("record", "state"), [("v=DMARC1; p=none", "ok"), ("v=DMARC1; rua=mailto:a@b.fr", "missing"), ("v=spf1", "missing")])
def test_dmarc(sink: Sink, record: str, state: str) -> None:
    assert check_mail(selector="s1", lookup=table(_dmarc__example__org=[record])).states["dmarc"] == state


def test_a_silent_resolver_leaves_three_unknowns(sink: Sink) -> None:
    def silent(name: str) -> list[str]:
        raise DnsSilent

    found = check_mail(selector="s1", lookup=silent)
    assert found.states == {"smtp": "ok", "spf": "unknown", "dkim": "unknown", "dmarc": "unknown"}
    assert len(found.advice) == 3


def test_a_record_to_copy_keeps_its_plain_signs(sink: Sink) -> None:
    found = check_mail(selector="s1", lookup=table(_dmarc__example__org=[], example__org=[]))
    assert [line.strip() for line in found.advice if line.startswith(" ")] == ["v=spf1 include:relais.example ~all", "v=DMARC1; p=none"]


def test_the_command_prints_one_object_and_what_to_do_beside(sink: Sink, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_check.dns.resolver, "resolve", lambda *a, **k: (_ for _ in ()).throw(mail_check.dns.exception.Timeout))
    call_command("check_mail", "--json")
    out, told = capsys.readouterr()
    assert json.loads(out) == {"smtp": "ok", "spf": "unknown", "dkim": "unknown", "dmarc": "unknown"}
    assert "le DNS ne répond pas" in told


def test_the_demo_has_no_server_to_ask(settings: Any) -> None:
    settings.MAIL_LAST_HOP = "labo_ess.outbox.hops.MaildirHop"
    assert check_mail(selector="s1", lookup=table()).states["smtp"] == "unknown"

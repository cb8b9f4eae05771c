"""A mail server that refuses, closes, cuts, stalls or lies about TLS: what it took is the judge, and staff read what did not leave."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from contacts.mailings.models import Mailing
from contacts.mailings.services import select, send
from events.invitations.services import invite
from labo_ess.outbox import delivery
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.models import OutboxEmail
from tests.browser.house import ROOT
from tests.factories.registration import HOUSE, GuestFactory, OpenDayFactory
from tests.faults.rough_server import Rough, certificate, rough_server

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FINAL = ("rcpt550", "rcpt554", "dot550", "dot554")
PASSING = ("rcpt421", "rcpt450", "rcpt452", "dot421", "dot450", "dot452", "cutdata", "cutdot", "stall")
TWICE = ("cutdot", "stall")
"""Taken by the server, which did not manage to say so: the same bytes come again, and that is all that can be done."""


def leads_to(rough: Rough, **more: Any) -> Any:
    """Mail goes to this server, with little patience."""
    return override_settings(
        MAIL_LAST_HOP="labo_ess.outbox.hops.SmtpHop",
        EMAIL_HOST="localhost",
        EMAIL_PORT=rough.port,
        MAIL_TIMEOUTS={"connect": 2, "command": 2, "final_dot": 1},
        **{"EMAIL_HOST_USER": "", "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False, **more},
    )


def mailing_to(*troubles: str) -> Mailing:
    """An invitation sent to one person for each trouble."""
    people = [GuestFactory(email=f"{trouble}.guest@example.org") for trouble in troubles]
    mailing = invite(day=OpenDayFactory(), persons=people, by=HOUSE)
    return send(mailing=mailing, expected=len(select(mailing).chosen), by=HOUSE)


def deliver_all() -> None:
    """Slices until nothing is due."""
    while OutboxEmail.objects.due().exists():
        delivery.deliver()


def an_hour_later() -> None:
    OutboxEmail.objects.filter(state=MailState.DEFERRED).update(next_try_at=timezone.now())
    delivery.retry_due()
    deliver_all()


def by_trouble(written: dict[str, Any]) -> dict[str, Any]:
    return {address.partition(".")[0]: value for address, value in written.items()}


@pytest.fixture
def rough() -> Iterator[Rough]:
    with rough_server() as server, leads_to(server):
        yield server


def test_what_is_refused_for_good_is_tried_once_and_what_passes_arrives(rough: Rough) -> None:
    mailing_to("good", *FINAL, *PASSING)
    deliver_all()
    assert set(by_trouble(rough.taken)) == {"good", *TWICE}
    an_hour_later()
    taken, heard, tries = by_trouble(rough.taken), by_trouble(rough.heard), by_trouble(rough.tries)
    assert set(taken) == {"good", *PASSING}
    assert {trouble: len(copies) for trouble, copies in taken.items() if len(copies) > 1} == dict.fromkeys(TWICE, 2)
    assert [trouble for trouble, copies in heard.items() if len(set(copies)) > 1] == []  # a repeat is the same bytes
    an_hour_later()
    assert tries == {"good": 1} | dict.fromkeys(FINAL, 1) | dict.fromkeys(PASSING, 2)


def test_staff_read_what_did_not_leave_and_why(rough: Rough, team: Any) -> None:
    mailing = mailing_to("good", *FINAL, "rcpt450")
    deliver_all()
    follow = team.get(reverse("contacts:mailings:follow", args=[mailing.public_id]))
    page = re.sub(r"\s+", " ", follow.content.decode())
    rows = OutboxEmail.objects.filter(mailing=mailing.public_id, state=MailState.FAILED)
    assert sorted(row.to_address.partition(".")[0] for row in rows) == sorted(FINAL)
    for row in rows:
        assert row.get_absolute_url() in page
        assert row.to_name in page
        told = re.sub(r"\s+", " ", team.get(row.get_absolute_url()).content.decode())
        assert f"({row.reply_code})" in told
        assert f"échec définitif (réponse {row.reply_code} du serveur)" in told  # the journal of that mail
    assert page.count("a refusé ce courriel") == len(FINAL)
    assert "rcpt450" not in page  # a passing trouble is no failure
    listed = team.get("/bureau/envois/?etat=echec").content.decode()
    assert [row for row in rows if row.get_absolute_url() not in listed] == []


LIES = {
    "stripped": {},
    "refused": {"offers_tls": True, "refuses_tls": True},
    "unknown": {"offers_tls": True, "name": "localhost", "trusted": False},
    "other-name": {"offers_tls": True, "name": "autre.example.org"},
    "run-out": {"offers_tls": True, "name": "localhost", "days": -1},
    "implicit-unknown": {"implicit": True, "name": "localhost", "trusted": False},
    "implicit-other-name": {"implicit": True, "name": "autre.example.org"},
}


def tls_server(how: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server with its certificate; unless said otherwise, one that this machine trusts."""
    how = dict(how)
    name, trusted, days = how.pop("name", ""), how.pop("trusted", True), how.pop("days", 30)
    if name:
        how["certificate"] = certificate(folder, name, days)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(how["certificate"]))
    return rough_server(**how)


def asking(rough: Rough) -> Any:
    """Settings that ask for TLS, with a password that must not be overheard."""
    secure = {"EMAIL_USE_SSL": True} if rough.implicit else {"EMAIL_USE_TLS": True}
    return leads_to(rough, EMAIL_HOST_USER="labo", EMAIL_HOST_PASSWORD="secret", **secure)


@pytest.mark.parametrize("lie", LIES)
def test_nothing_is_said_in_clear_when_tls_is_asked(lie: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing_to("good")
    with tls_server(LIES[lie], tmp_path, monkeypatch) as rough, asking(rough):
        deliver_all()
        assert set(rough.clear) <= {"EHLO", "STARTTLS", "QUIT"}
        assert (rough.under_tls, dict(rough.taken)) == ([], {})
    row = OutboxEmail.objects.get()
    assert (row.state, "n’est pas joignable ou refuse la connexion" in row.error) == (MailState.DEFERRED, True)
    with tls_server({"offers_tls": True, "name": "localhost"}, tmp_path, monkeypatch) as healed, asking(healed):
        an_hour_later()
        assert list(by_trouble(healed.taken)) == ["good"]


@pytest.mark.parametrize(
    "address", ["smtp+tls://h:587", "smtp+ssl://h:465", "smtps://h", "smtp://h?tls=True", "smtp://h?ssl=1", "smtp+tls://h?tls=0"]
)
def test_tls_asked_in_the_address_reaches_the_last_hop(address: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DEMO": "1", "VAR_DIR": str(tmp_path), "EMAIL_URL": address, "DJANGO_SETTINGS_MODULE": "labo_ess.settings"}
    program = "from django.conf import settings; print(settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=60)
    assert told.stdout.strip() == "True"


@pytest.mark.parametrize("how", [{"offers_tls": True}, {"implicit": True}], ids=["starttls", "implicit"])
def test_under_a_good_certificate_all_is_said_inside(how: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing_to("good")
    with tls_server({**how, "name": "localhost"}, tmp_path, monkeypatch) as rough, asking(rough):
        deliver_all()
        assert list(by_trouble(rough.taken)) == ["good"]
        assert {"AUTH", "MAIL", "RCPT", "DATA"} <= set(rough.under_tls)
        assert set(rough.clear) <= {"EHLO", "STARTTLS"}


def test_control_the_server_overhears_a_mail_sent_in_clear(rough: Rough) -> None:
    mailing_to("good")
    deliver_all()
    assert {"MAIL", "RCPT", "DATA"} <= set(rough.clear)

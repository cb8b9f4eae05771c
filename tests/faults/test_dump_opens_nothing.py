"""A stolen dump of the database opens no secret link, and neither does a stolen log."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.house import ROOT, House, start_house, stop_house
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]
TOKEN = re.compile(r"/l/([A-Za-z0-9_-]{44})/")
RESET = re.compile(r"/connexion/mot-de-passe/[^\s\"<>]+")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the house under test writes its log."""
    return tmp_path_factory.mktemp("log") / "serve.log"


@pytest.fixture(scope="module")
def house(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that says all it can in its log, lived in: visited well and wrongly, its mails delivered."""
    kept, os.environ["LOG_LEVEL"] = os.environ.get("LOG_LEVEL", ""), "DEBUG"
    try:
        running, process = start_house(tmp_path_factory.mktemp("house"), log)
    finally:
        os.environ["LOG_LEVEL"] = kept
    try:
        _live_in(running)
        yield running
    finally:
        stop_house(process)


def _live_in(house: House) -> None:
    """What makes Django and the house write addresses in a log or a row."""
    guest, team = Visitor(house.base), Visitor(house.base)
    for address in house.demo["links"].values():
        guest.get(address)
        guest.get(f"{address}verbe-inconnu/")  # « Not Found: /l/…/ »
        guest.get(f"{address}?q=%C3%A9&suite={address}")
        Visitor(house.base).post(f"{address}register/", {"a": "b"})  # « Forbidden (CSRF token missing): /l/…/ »
    guest.submit(guest.get(house.demo["links"]["invitation"]), "//form[@data-verb='register']")
    team.sign_in(house.account("equipe"))
    team.get("/bureau/", Referer=house.demo["links"]["invitation"])
    asked = Visitor(house.base)
    asked.submit(asked.get("/connexion/mot-de-passe/"), "//form[@action or @method]", email=house.account("equipe")["email"])
    ends = time.monotonic() + 60
    while time.monotonic() < ends and not (house.mails() and _all_left(house.manage("outbox_status"))):
        time.sleep(0.3)


def _all_left(status: dict[str, int]) -> bool:
    return status["queued"] == status["later"]


def _sent(house: House) -> str:
    """All that left by mail, decoded."""
    parts = [part for mail in house.mails() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join(part.get_content() if part.get_content_subtype() != "calendar" else part.get_payload(decode=True).decode() for part in parts)


def _tokens(house: House) -> set[str]:
    """Of the mails that left and of demo.json: addresses that people really hold."""
    return set(TOKEN.findall(_sent(house) + json.dumps(house.demo["links"])))


def _try(house: House, *arguments: str) -> dict:
    command = [sys.executable, "-m", "tests.faults.try_every_value", *arguments]
    environment = house.environment | {"LOG_LEVEL": "CRITICAL"}
    return json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=500).stdout)


def test_a_dump_opens_nothing(house: House) -> None:
    held = _tokens(house)
    assert len(held) >= 10  # the mails of the scenario carry personal links
    visitor = Visitor(house.base)
    assert {token for token in held if visitor.get(f"/l/{token}/").status != 200} == set()  # what is looked for does open
    tried = _try(house)
    assert tried["opened"] == []
    assert tried["tried"] > 3000
    dump = "\n".join(tried["text"])
    assert {token for token in held if token in dump} == set()
    keys = set(RESET.findall(_sent(house)))
    assert keys != set()
    assert {key for key in keys if key.rstrip("/").rpartition("/")[2] in dump} == set()


def test_a_log_opens_nothing(house: House, log: Path) -> None:
    written = log.read_text()
    assert "/l/…" in written  # addresses of secret links are spoken of, masked
    assert TOKEN.findall(written) == []
    secrets = _tokens(house) | {urlsplit(key).path.rstrip("/").rpartition("/")[2] for key in RESET.findall(_sent(house))}
    assert {secret for secret in secrets if secret in written} == set()
    assert re.findall(r"[\w.+-]+@example\.org", written) == []


def test_the_search_would_find_a_token_left_in_a_row(house: House) -> None:
    """The negative control, last: one careless row, and the dump opens."""
    address = house.demo["links"]["invitation"]
    assert _try(house, "--plant", address)["opened"] == TOKEN.findall(address)

"""Every address of the house × what nobody should type: a message, never a failure, nothing half-written.

The demo and one sample of each address are opened as the équipe does; every form found is filled in badly, every list asked
badly, every object asked under another day's address. `HOSTILE_ROUNDS=9 pytest tests/test_hostile.py` tries longer.
"""

import json
import os
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from labo_ess.accounts.models import User
from labo_ess.accounts.url_roles import addresses
from labo_ess.audit.actors import Actor
from reports.demo.services import load_demo
from tests.hostile import FILES, QUERIES, TEXTS, Form, Hand, file_of, forms_of, name_of, walk
from tests.url_samples import arguments_of

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.xdist_group("hostile")]
ROUNDS = int(os.environ.get("HOSTILE_ROUNDS", "1"))
ADMIN_QUERIES = ("q=%00", "p=-1", "p=99999999999999999999", "o=zzz", "o=%00", "inconnu=%00", "id__exact=zzz", "e=1")
HIDDEN = "csrfmiddlewaretoken"
NO_PAGE = re.compile(r"^(links|outbox:demo_|operations|admin|account_|mfa_|usersessions)")
"""Secret links are walked as their holder, the demo's mailbox exists in the demo only, and the rest belongs to others or to the sign-in."""
FROM_A_MOMENT = {"lists:remove_view", "lists:restore_view", "revisions:restore", "documents:open", "help:image"}
FROM_A_MOMENT |= {"signin:end_session", "signin:rename_passkey", "signin:remove_passkey"}
"""Buttons of a moment (« Annuler »), files, one's own devices and keys: neither a page nor a sample leads there."""


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The scenario, in one transaction for the whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(by=Actor.system("tests"))
        yield json.loads((Path(settings.VAR_DIR) / "demo.json").read_text())
        transaction.set_rollback(True)


def _hand(role: str = "") -> Hand:
    client = Client()
    if role:
        client.force_login(User.objects.get(email=f"{role}@example.org"))
    return Hand(client)


@pytest.fixture(scope="module")
def paths(demo: dict[str, Any]) -> dict[str, str]:
    """One real path of each address: its name → where it is; those without a sample are left out."""
    known: dict[str, str] = {}
    for address in addresses():
        if not address.arguments and "(?P<" not in address.pattern:
            known[address.name] = f"/{address.pattern}"
        elif (arguments := arguments_of(address.name)) is not None:
            known[address.name] = reverse(address.name, kwargs=arguments)
    return known


@pytest.fixture(scope="module")
def team(demo: dict[str, Any]) -> Hand:
    """Someone of the équipe."""
    return _hand("equipe")


@pytest.fixture(scope="module")
def found(team: Hand, paths: dict[str, str]) -> tuple[dict[str, str], list[Form]]:
    """Pages and forms that the équipe reaches, and those of each sample."""
    return walk(team, [path for name, path in paths.items() if not NO_PAGE.match(name)])


def _turn(*words: object) -> int:
    """A number that is always the same for these words: which hostile text a field gets."""
    return zlib.crc32(" ".join(map(str, words)).encode())


def _badly(form: Form, rounds: int) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """What to post: every field wrong, then one field at a time, then one field less."""
    labels, fields = sorted(TEXTS), [name for name in form.values if name != HIDDEN]
    typed = [name for name in fields if form.kinds[name] not in ("file", "button")]
    for turn in range(2 * rounds):
        picked = {name: labels[_turn(form.key, name, turn) % len(labels)] for name in typed}
        yield f"all {sorted(picked.items())}"[:300], form.values | {name: [TEXTS[label]] for name, label in picked.items()}
    for turn in range(rounds):
        for name in sorted(typed, key=lambda each: _turn(form.key, each))[: 4 * rounds]:
            label = labels[_turn(form.key, name, "alone", turn) % len(labels)]
            yield f"{name}: {label}", form.values | {name: [TEXTS[label]]}
    for name in [name for name in fields if form.kinds[name] == "file"]:
        yield from ((f"{name}: {label}", form.values | {name: [file_of(label)]}) for label in FILES)
    if fields:
        left_out = fields[_turn(form.key) % len(fields)]
        yield f"without {left_out}", {name: values for name, values in form.values.items() if name != left_out}
        yield "nothing", {}


def test_every_address_is_asked(found: tuple[dict[str, str], list[Form]], paths: dict[str, str]) -> None:
    pages, forms = found
    reached = {name.split()[0].rstrip("?") for name in pages.values()} | {name_of(form.action).split()[0] for form in forms}
    missed = {address.name for address in addresses() if not NO_PAGE.match(address.name)} - reached - set(paths)
    assert missed <= FROM_A_MOMENT, sorted(missed)


def test_the_forms_of_the_team(team: Hand, found: tuple[dict[str, str], list[Form]]) -> None:
    team.wrong.clear()
    for form in found[1]:
        if form.method == "post":
            for said, fields in _badly(form, ROUNDS):
                team.post(form.action, fields, said)
    assert not team.wrong, team.report()


def test_addresses_that_nobody_wrote(team: Hand, found: tuple[dict[str, str], list[Form]]) -> None:
    team.wrong.clear()
    together = "&".join(query for query in QUERIES if "inconnu" not in query)
    nul = "&".join(f"{query.split('=')[0]}=%00zzz" for query in QUERIES if query.split("=")[0].isalpha() and "inconnu" not in query)
    for path, name in found[0].items():
        base = path.split("?")[0]
        if not name.endswith("?"):
            for query in (together, nul):
                team.get(f"{base}?{query}")
    lists = {name: path for path, name in found[0].items() if "?" not in path}
    for name in ("contacts:directory:persons", "events:registration:list", "reports:synthesis:list", "lists:new_view", "outbox:list"):
        for query in QUERIES:
            team.get(f"{lists[name]}?{query}")
    assert not team.wrong, team.report()


def test_acts_without_fields_and_wrong_methods(team: Hand, paths: dict[str, str]) -> None:
    team.wrong.clear()
    answers = {}
    for path in [path for name, path in paths.items() if not NO_PAGE.match(name)]:
        team.send("POST", path, "no field", data="", content_type="application/x-www-form-urlencoded")
        team.send("POST", path, "broken parts", data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
        team.send("POST", path, "json", data=b'{"a": [', content_type="application/json")
        answers[path] = {team.send(method, path, "method").status_code for method in ("PUT", "DELETE")}
    assert not team.wrong, team.report()
    assert not (open_to := {path: codes for path, codes in answers.items() if not codes <= {403, 404, 405}}), open_to


def test_no_object_answers_under_another_day(team: Hand, found: tuple[dict[str, str], list[Form]]) -> None:
    team.wrong.clear()
    days = re.compile(r"^/bureau/(journees|collectifs)/(?!cycles/|demarches/)([^/]+)/(.*)$")
    others = {"journees": "bretagne-2026", "collectifs": "conseil-d-orientation"}
    paths = {*found[0], *(form.action for form in found[1])}
    answers = {}
    for path in {urlsplit(each).path for each in paths}:
        shape = days.match(path)
        if shape and re.search(r"[0-9a-f]{8}-", shape[3]) and shape[2] not in others.values():
            moved = f"/bureau/{shape[1]}/{others[shape[1]]}/{shape[3]}"
            answers[moved] = {team.get(moved).status_code, team.post(moved, {}, "another day's").status_code}
    assert len(answers) > 20
    assert not (open_to := {path: codes for path, codes in answers.items() if not codes <= {404, 405}}), open_to
    assert not team.wrong, team.report()


def test_what_guests_and_strangers_send(demo: dict[str, Any], paths: dict[str, str]) -> None:
    guest = _hand()
    links = [urlsplit(address).path for address in demo["links"].values()]
    public = ["/", "/connexion/", "/connexion/mot-de-passe/", "/connexion/creation/", "/lien/nouveau/", "/connexion/code/"]
    forms: dict[Any, Form] = {}
    for link in links:
        for form in forms_of(link, guest.get(link).content.decode()):
            forms.setdefault((urlsplit(link).path, *form.key), form)
    pages, more = walk(guest, [*public, paths["events:registration:public"]])
    for form in [*forms.values(), *more]:
        for said, fields in _badly(form, 3 * ROUNDS) if form.method == "post" else ():
            guest.post(form.action, fields, said)
    for path in [*pages, *links]:
        for query in QUERIES[:: max(1, 4 // ROUNDS)]:
            guest.get(f"{path.split('?')[0]}?{query}")
    for verb in ("%00", "register/%00", "correct/zzz", f"withdraw/{UUID(int=7)}", "x" * 3000, "register/register", "%E2%80%AE", "agenda/x"):
        for link in links:
            guest.get(f"{link}{verb}/")
            guest.post(f"{link}{verb}/", {}, "unknown verb")
    assert not guest.wrong, guest.report()


def test_what_administrators_type_and_the_pages_of_an_account(demo: dict[str, Any]) -> None:
    admin = _hand("admin")
    starts = ["/bureau/comptes/", "/bureau/comptes/inviter/", "/compte/", "/compte/mot-de-passe/", "/compte/second-facteur/activer/"]
    starts += ["/compte/sessions/", "/compte/confirmer/", "/admin/"]
    pages, forms = walk(admin, starts, only=re.compile(r"^/(admin|compte|bureau/comptes)/"))
    assert len([page for page in pages if page.startswith("/admin/")]) > 30
    for form in [form for form in forms if form.method == "post"]:
        for said, fields in islice(_badly(form, ROUNDS), 4 * ROUNDS):
            admin.post(form.action, fields, said)
    for path in [path for path, name in pages.items() if name.endswith("_changelist")]:
        admin.get(f"{path}?{ADMIN_QUERIES[_turn(path) % len(ADMIN_QUERIES)]}")
    assert not admin.wrong, admin.report()


def test_ids_that_are_none_open_nothing(team: Hand) -> None:
    ids = ("zzz", "0", "-1", "%00", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g", "é", "%2e%2e", "a" * 5000)
    answers: set[int] = set()
    for address in addresses():
        if address.arguments and not NO_PAGE.match(address.name):
            for each in [ids[_turn(address.name, turn) % len(ids)] for turn in range(ROUNDS)]:
                path = "/" + re.sub(r"<[^>]+>", each, address.pattern)
                answers |= {team.get(path).status_code, team.post(path, {}, "no such id").status_code}
    assert answers <= {403, 404, 405}
    assert not team.wrong, team.report()

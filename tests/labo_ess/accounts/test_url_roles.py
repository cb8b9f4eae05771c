"""Every address × every role, from one table (`manage.py url_roles`)."""

import json
from collections.abc import Callable
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events.attendance.services import issue_desk_link
from labo_ess.accounts.roles import Role
from labo_ess.accounts.url_roles import OUTSIDE, ROLES, Address, addresses, expected
from labo_ess.links.services import path
from tests.factories.attendance import today
from tests.factories.registration import HOUSE, GuestFactory, OpenDayFactory, link_of
from tests.url_samples import arguments_of

ACCEPTED = {
    "allowed": {200, 204, 302, 400, 409, 422},
    "sign_in": {302},
    "forbidden": {403},
    "not_found": {404},
    "method": {405},
}
"""A POST without fields is refused as input (422, or 400, or back with a message) when it is allowed."""


def test_every_pattern_is_declared():
    assert sorted({address.name for address in addresses() if expected(address.name) is None}) == []


def test_the_command_prints_every_pattern_and_role():
    out = StringIO()
    call_command("url_roles", "--json", stdout=out)
    rows = json.loads(out.getvalue())["patterns"]
    assert {row["role"] for row in rows} == set(ROLES)
    assert len(rows) == len(list(addresses())) * len(ROLES)


def _path(address: Address) -> tuple[str, bool]:
    """The path of a pattern, and whether its object exists."""
    known = arguments_of(address.name)
    if known is not None:
        return reverse(address.name, kwargs=known), True
    fill = {name: _unknown(converter) for name, converter in address.arguments.items()}
    return reverse(address.name, kwargs=fill), not fill


def _unknown(converter: object) -> object:
    return {"UUIDConverter": uuid4(), "IntConverter": 999_999, "DateConverter": "2026-11-24"}.get(type(converter).__name__, "inconnu")


def _cells() -> list[Address]:
    return [address for address in addresses() if not address.name.startswith(("admin:", "links:")) and "(?P<" not in address.pattern]


def _accepted(answer: str, exists: bool, refused: set[str]) -> set[int]:
    found = set(ACCEPTED[answer])
    if not exists and answer in ("allowed", "forbidden"):
        found.add(404)
    if refused and answer == "method":  # rights or method, whichever the view asks first
        found |= {403, 404}
    if answer in ("forbidden", "not_found"):
        found |= {405}
    return found


def _wrong_answers(role: str, browser: Callable[[], Client]) -> str:
    """What answers otherwise than its line of the table, one cell a line."""
    wrong = []
    for address in _cells():
        row = expected(address.name)
        if row is None:
            continue
        where, exists = _path(address)
        for method, answer in (("GET", row[role].get), ("POST", row[role].post)):
            status = browser().generic(method, where).status_code
            accepted = _accepted(answer, exists, refused={row[role].get, row[role].post} & {"forbidden", "not_found"})
            if status not in accepted:
                wrong.append(f"{method} {where} ({address.name}) as {role}: {status}, {answer} expected")
    return "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [ROLES[0], *Role.values])
def test_each_address_answers_each_role_as_declared(role, make_user, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = None if role in OUTSIDE else make_user(role)

    def browser() -> Client:
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        return client

    assert _wrong_answers(role, browser) == ""


def _door(role: str) -> str:
    """The link that a holder of this kind was sent."""
    day = today()
    if role == "accueil_link":
        return path(issue_desk_link(day=day, by=HOUSE))
    return path(link_of(day if role == "link_holder" else OpenDayFactory(), GuestFactory()))


@pytest.mark.django_db
@pytest.mark.parametrize("role", OUTSIDE[1:])
def test_holding_a_link_opens_no_other_address(role):
    holder, door = Client(raise_request_exception=False), _door(role)
    assert holder.get(door).status_code == 200
    assert _wrong_answers(role, lambda: holder) == ""
    assert holder.get(door).status_code == 200
    assert [holder.get(f"{door[:-5]}xxxx/").status_code, holder.get("/l/inconnu/").status_code] == [404, 404]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [("lecture", 403), ("referent", 404), ("equipe", 403), ("administrateur", 200)])
def test_the_django_admin_is_for_administrators(role, status, make_user, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(make_user(role))
    pages = ["admin:index", "admin:accounts_user_changelist", "admin:audit_auditentry_changelist", "admin:links_secretlink_changelist"]
    assert [client.get(reverse(page)).status_code for page in pages] == [status] * len(pages)

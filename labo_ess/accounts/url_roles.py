"""What each address answers to each role: declared in one line beside the pattern, printed by `manage.py url_roles`, and run by a test.

    declare("events:registration:list", "reader_page")
    declare("events:registration:cancel", "team_action")

A pattern that nobody declared is reported by the command and fails the test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROLES = ("anonymous", "link_holder", "other_holder", "accueil_link", "lecture", "referent", "equipe", "administrateur")
OUTSIDE = ROLES[:4]

ANSWERS = {
    "allowed": "200, or 302 after an act, or 409, 422 when the input is refused",
    "sign_in": "302 to /connexion/",
    "forbidden": "403",
    "not_found": "404",
    "method": "405",
}


@dataclass(frozen=True)
class Cell:
    """What a role gets: answers to GET and to POST."""

    get: str
    post: str


Profile = dict[str, Cell]


def _profile(outside: Cell, lecture: Cell, referent: Cell, equipe: Cell, administrateur: Cell, **special: Cell) -> Profile:
    row = dict.fromkeys(OUTSIDE, outside)
    row |= {"lecture": lecture, "referent": referent, "equipe": equipe, "administrateur": administrateur}
    return row | special


_ALL = Cell("allowed", "allowed")
_READ = Cell("allowed", "method")
_ACT = Cell("method", "allowed")
_SIGN_IN = Cell("sign_in", "sign_in")
_NO = Cell("forbidden", "forbidden")
_HIDDEN = Cell("not_found", "not_found")
_NO_ACT = Cell("method", "forbidden")
_HIDDEN_ACT = Cell("method", "not_found")
_NO_READ = Cell("forbidden", "method")
_HIDDEN_READ = Cell("not_found", "method")

PROFILES: dict[str, Profile] = {
    # the world
    "public_page": _profile(_READ, _READ, _READ, _READ, _READ),
    "public_form": _profile(_ALL, _ALL, _ALL, _ALL, _ALL),
    "public_action": _profile(_ACT, _ACT, _ACT, _ACT, _ACT),
    # a secret link: whoever has its address is its holder, signed in or not; any other token opens nothing
    "guest_link": _profile(_HIDDEN, _HIDDEN, _HIDDEN, _HIDDEN, _HIDDEN, link_holder=_ALL),
    "accueil": _profile(_HIDDEN, _HIDDEN, _HIDDEN, _HIDDEN, _HIDDEN, accueil_link=_ALL),
    # anybody with an account
    "account_page": _profile(_SIGN_IN, _ALL, _ALL, _ALL, _ALL),
    "account_read": _profile(_SIGN_IN, _READ, _READ, _READ, _READ),
    "account_action": _profile(_SIGN_IN, _ACT, _ACT, _ACT, _ACT),
    # team + lecture read; a référent·e is a stranger here
    "reader_page": _profile(_SIGN_IN, _READ, _HIDDEN_READ, _READ, _READ),
    "reader_page_team_form": _profile(_SIGN_IN, Cell("allowed", "forbidden"), _HIDDEN, _ALL, _ALL),
    "reader_form": _profile(_SIGN_IN, _ALL, _HIDDEN, _ALL, _ALL),
    "reader_action": _profile(_SIGN_IN, _ACT, _HIDDEN_ACT, _ACT, _ACT),
    # team
    "team_page": _profile(_SIGN_IN, _NO, _HIDDEN, _ALL, _ALL),
    "team_read": _profile(_SIGN_IN, _NO_READ, _HIDDEN_READ, _READ, _READ),
    "team_action": _profile(_SIGN_IN, _NO_ACT, _HIDDEN_ACT, _ACT, _ACT),
    # what a démarche shares: its référent·e comes in, others of the same role are strangers
    "member_page": _profile(_SIGN_IN, Cell("allowed", "forbidden"), _ALL, _ALL, _ALL),
    "member_action": _profile(_SIGN_IN, _NO_ACT, _ACT, _ACT, _ACT),
    # administrators
    "admin_read": _profile(_SIGN_IN, _NO_READ, _HIDDEN_READ, _NO_READ, _READ),
    "admin_page": _profile(_SIGN_IN, _NO, _HIDDEN, _NO, _ALL),
    "admin_action": _profile(_SIGN_IN, _NO_ACT, _HIDDEN_ACT, _NO_ACT, _ACT),
    "django_admin": _profile(_SIGN_IN, _NO, _NO, _NO, _ALL),
}

_declared: dict[str, Profile] = {}


def declare(name: str, profile: str, *, get: str = "", post: str = "", **roles: tuple[str, str]) -> None:
    """Say what the pattern `name` ("app:feature:name", wildcards allowed) answers: a profile, and what differs from it.

    `get="method"` or `post="method"` replaces that answer for everyone who is signed in, or need not be;
    `lecture=("allowed", "method")` replaces one role's two answers.
    """
    row = dict(PROFILES[profile])
    for role, cell in row.items():
        row[role] = Cell(get if get and cell.get != "sign_in" else cell.get, post if post and cell.post != "sign_in" else cell.post)
    row |= {role: Cell(*answers) for role, answers in roles.items()}
    _declared[name] = row


def expected(name: str) -> Profile | None:
    """The answers of a pattern; None when nobody declared it."""
    if name in _declared:
        return _declared[name]
    return next((row for pattern, row in _declared.items() if "*" in pattern and fnmatchcase(name, pattern)), None)


# `ui` stands below this module and cannot declare its own addresses.
declare("ui:look", "account_action")
declare("ui:gallery", "account_read")


@dataclass(frozen=True)
class Address:
    """One pattern of the house: its full name, its path, and the names of its arguments."""

    name: str
    pattern: str
    arguments: dict[str, Any]


def addresses() -> Iterator[Address]:
    """Every pattern that the resolver knows."""
    yield from _walk(get_resolver(), "", "", {})


def _walk(resolver: URLResolver, names: str, prefix: str, converters: dict[str, Any]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        arguments = converters | dict(getattr(entry.pattern, "converters", {}))
        if isinstance(entry, URLPattern):
            yield Address(names + (entry.name or path), path, arguments)
        else:
            yield from _walk(entry, f"{names}{entry.namespace}:" if entry.namespace else names, path, arguments)


def table() -> tuple[list[dict[str, str]], list[str]]:
    """Rows of the whole table, and the names that nobody declared."""
    rows: list[dict[str, str]] = []
    missing: list[str] = []
    for address in addresses():
        row = expected(address.name)
        if row is None:
            missing.append(address.name)
            continue
        rows += [{"pattern": f"/{address.pattern}", "role": role, "get": row[role].get, "post": row[role].post} for role in ROLES]
    return rows, missing

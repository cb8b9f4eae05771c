"""A clumsy and hostile hand: it opens every address, and fills each form that it finds with what nobody should type."""

import re
import traceback
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urljoin, urlsplit
from uuid import UUID

import lxml.html
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.conftest import MAY_BE_WRITTEN_BY_GET, WRITES

TEXTS = {
    "nothing": "",
    "spaces": "   \t ",
    "long": "x" * 5_000,
    "very long": "é" * 120_000,
    "emoji": "👩🏽‍🚀 Zoé 🏳️‍🌈",
    "right to left": "\u202egnirts\u202c \u200f\u2066",
    "line breaks": "Zoé\r\nBcc: autre@example.org\r\n\r\nCorps",
    "nul": "a\0b",
    "only nul": "\0",
    "separators": "a\u2028b\u2029c\x85d\x0be",
    "lone surrogate": "\udc80",
    "minus one": "-1",
    "zero": "0",
    "huge number": "99999999999999999999",
    "exponent": "1e400",
    "not a number": "NaN",
    "arabic digits": "٣",
    "markup": "'\"><script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{x.__class__} {{ settings.SECRET_KEY }} {% debug %} %s %(x)s {0}",
    "no such day": "2026-02-30",
    "year zero": "0000-00-00",
    "last year": "9999-12-31",
    "year 10000": "31/12/10000",
    "no such time": "25:61",
    "last minute": "23:59",
    "not an id": "zzz",
    "nobody's id": str(UUID(int=7)),
    "two ids": f"{UUID(int=7)}:{UUID(int=8)}",
    "address with accent": "zoé@exemple.fr",
    "address with space": "a b@exemple.fr",
    "two addresses": "a@example.org, b@example.org",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "off-site": "https://evil.example/",
    "script address": "javascript:alert(1)",
    "no host": "http://[",
    "path": "../../../../etc/passwd",
    "separators of fields": "a;b,c|d=e&f#g?h",
    "deep list": "- " * 3_000,
    "deep quote": ">" * 3_000 + "[" * 3_000 + "*" * 3_000,
}
FILES: dict[str, tuple[str, bytes, str]] = {
    "empty file": ("liste.csv", b"", "text/csv"),
    "binary": ("liste.csv", bytes(range(256)) * 40, "text/csv"),
    "not a picture": ("logo.png", b"<html><script>alert(1)</script>", "image/png"),
    "cut picture": ("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0", "image/png"),
    "one column": ("liste.csv", b"Nom\nUn\nDeux\n", "text/csv"),
    "no sheet": ("liste.xlsx", b"PK\x05\x06" + b"\0" * 18, "application/octet-stream"),
    "hostile name": ("../../\u202egpj\0.exe", b"Nom;Prenom\nA;B\n", "image/svg+xml"),
    "long name": ("x" * 400 + ".csv", b"Nom;Prenom\nA;B\n", "text/csv"),
}
QUERIES = (
    "page=-1", "page=0", "page=99999999999999999999", "page=%D9%A3", "page=1&page=2", "page=", "tri=x", "tri=--name", "tri=%00", "q=%00", "q=%FF%FE",
    "q=" + "%C3%A9" * 2_000, "etat=%00", "etat=zzz", "format=exe", "format=csv%00", "format=xlsx&q=%00", "selection=%00", "id=zzz", "id=%00",
    "inconnu=1", "a[]=1&%00=2", "personne=zzz", "personne=%00", "personne=-1", "organisation=%00", "jour=zzz", "fait=%00", "fait=zzz",
    "next=https://evil.example", "adresse=%00", "adresse=//evil.example&liste=zzz", "filtre=%00", "depuis=2026-02-30", "=", "&&&", "%",
    "%zz=%zz", ";",
)  # fmt: skip
POLICIES = (
    {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"},
    {"default-src 'none'", "sandbox"},
)
"""The one of pages, and the one of stored files."""


@dataclass
class Form:
    """A form as a browser reads it: where it posts, and what it would send."""

    page: str
    action: str
    method: str
    values: dict[str, list[str]]
    kinds: dict[str, str]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """Two forms that post the same fields to the same view are one."""
        return (self.method, name_of(self.action), tuple(sorted(self.kinds)))


def name_of(path: str) -> str:
    """The name of the view at an address; its path when nothing answers there."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return path
    keys = "".join(f" {name}={found.kwargs[name]}" for name in ("verb", "act") if name in found.kwargs)
    return f"{found.view_name}{keys}"


def forms_of(page: str, html: str) -> Iterator[Form]:
    """Every form of a page, radios answered by their first choice, boxes ticked when they must be."""
    for form in lxml.html.document_fromstring(html).forms:
        values: dict[str, list[str]] = {}
        kinds: dict[str, str] = {}
        controls = form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]|.//button[@name]")
        for control in controls:
            name, kind = control.get("name"), control.get("type") if control.tag == "input" else control.tag
            kinds.setdefault(name, kind or "text")
            values.setdefault(name, [])
            values[name] += _sent(control, kind or "text", values[name])
        yield Form(page, urljoin(page, form.get("action") or page), (form.get("method") or "get").lower(), values, kinds)


def _sent(control: Any, kind: str, before: list[str]) -> list[str]:
    if kind == "radio":
        return [control.get("value", "on")] if not before or "checked" in control.attrib else []
    if kind == "checkbox":
        return [control.get("value", "on")] if "checked" in control.attrib or "required" in control.attrib or "data-choice" in control.attrib else []
    if kind == "select":
        chosen = control.xpath(".//option[@selected]") or control.xpath(".//option[not(@value='')]")
        return [option.get("value", "") for option in chosen[:1]]
    if kind == "textarea":
        return [control.text or ""]
    return [] if kind == "file" or (kind == "button" and before) else [control.get("value", "")]


@dataclass
class Hand:
    """A client in a house where nothing lasts: each request is undone, and judged."""

    client: Client
    wrong: list[str] = field(default_factory=list)
    asked: int = 0
    _error: str = ""

    def __post_init__(self) -> None:
        got_request_exception.connect(self._note)
        self.client.raise_request_exception = False

    def _note(self, **_signal: Any) -> None:
        self._error = "".join(traceback.format_exc().splitlines(keepends=True)[-8:])

    def report(self) -> str:
        """What went wrong, each kind once."""
        kinds: dict[str, str] = {}
        for fault in self.wrong:
            first, _, rest = fault.partition("\n")
            kinds.setdefault(rest[-200:] or re.sub(r"[0-9a-f-]{36}|\[.*", "", first), fault)
        return "\n\n".join(kinds.values())

    def get(self, path: str, **options: Any) -> Any:
        """A GET that must not fail, and must not write."""
        return self._ask("GET", path, lambda: self.client.get(path, **options))

    def send(self, method: str, path: str, said: str, **options: Any) -> Any:
        """Any other request: no failure, and no row changed unless it ends in a redirect."""
        return self._ask(method, path, lambda: self.client.generic(method, path, **options), said)

    def post(self, path: str, fields: dict[str, list[Any]], said: str, **options: Any) -> Any:
        """Send the fields of a form."""
        files = [value for values in fields.values() for value in values if isinstance(value, SimpleUploadedFile)]
        if files:
            return self._ask("POST", path, lambda: self.client.post(path, _uploadable(fields), **options), said)
        pairs = "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, values in fields.items() for value in values)
        return self.send("POST", path, said, data=pairs, content_type="application/x-www-form-urlencoded", **options)

    def _ask(self, method: str, path: str, act: Callable[[], Any], said: str = "") -> Any:
        self.asked += 1
        self._error = ""
        cookies, written = copy(self.client.cookies), set()

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if WRITES.match(sql) and not MAY_BE_WRITTEN_BY_GET.search(sql):
                written.update(re.findall(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"', sql))
            return execute(sql, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                response = act()
            after = _fingerprint(written)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        where = f"{method} {path[:160]} [{said}]"
        if response.status_code >= 500 or self._error:
            self.wrong.append(f"{response.status_code} {where}\n{self._error}")
        elif _policy(response) not in POLICIES or response.get("X-Content-Type-Options") != "nosniff":
            self.wrong.append(f"{response.status_code} {where}: without the policy of the house")
        elif (written := written - _journal_of(path)) and response.status_code not in (301, 302, 303) and after != _fingerprint(written):
            self.wrong.append(f"{response.status_code} {where}: wrote {sorted(written)} without leading anywhere")
        return response


def _journal_of(path: str) -> set[str]:
    """What notes itself even when nothing else happens: an export, a refused sign-in."""
    return {"audit_auditentry"} if re.search(r"[?&]format=|^/(connexion|compte/confirmer)/", path) else set()


def _policy(response: Any) -> set[str]:
    return {part.strip() for part in response.get("Content-Security-Policy", "").split(";")}


def _quoted(value: str) -> str:
    return quote_plus(value.encode("utf-8", "surrogateescape"))


def _uploadable(fields: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items() if values}


def _fingerprint(tables: set[str]) -> dict[str, Any]:
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {table: sorted(map(repr, models[table]._base_manager.values_list())) for table in tables if table in models}


def file_of(name: str) -> SimpleUploadedFile:
    """One of the hostile files."""
    return SimpleUploadedFile(*FILES[name])


def links_of(page: str, html: str) -> Iterator[str]:
    """Addresses of the house that a page leads to, fragments of htmx included."""
    tree = lxml.html.document_fromstring(html)
    for address in tree.xpath("//a/@href|//link/@href|//img/@src|//*/@data-hx-get|//*/@data-url|//form[not(@method='post')]/@action"):
        parts = urlsplit(urljoin(page, address))
        if parts.netloc in ("", "testserver", "localhost") and parts.scheme in ("", "http") and not parts.path.startswith("/static/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def walk(hand: Hand, starts: list[str], only: re.Pattern[str] = re.compile("/")) -> tuple[dict[str, str], list[Form]]:
    """Open what can be reached from some addresses, one page of each view; pages (address → name) and forms found."""
    pages: dict[str, str] = {}
    forms: dict[tuple, Form] = {}
    seen: set[str] = set()
    queue = list(starts)
    while queue:
        path = queue.pop(0)
        name = name_of(path) + ("?" if "?" in path else "")
        if name in seen or not only.match(path):
            continue
        response = hand.get(path)
        if response.status_code != 200:
            continue
        seen.add(name)
        pages[path] = name
        if response.get("Content-Type", "").startswith("text/html") and response.content:
            html = response.content.decode()
            queue += links_of(path, html)
            for form in forms_of(path, html):
                forms.setdefault(form.key, form)
    return pages, list(forms.values())

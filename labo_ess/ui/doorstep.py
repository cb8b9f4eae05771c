"""Public bytes told again at the door, before sessions, accounts and addresses are looked at.

A public view says what must still be true for its answer to be told again (`may_be_told_again`). The answer as it left the house,
with every header that the other middlewares gave it, is then held in this process and given to whoever asks the same thing
at the same host without a session; one small statement is asked each time, so an edit or a withdrawal is seen at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from labo_ess.ui.pages import holds

LONGEST = 64
"""Answers held by a process; the oldest goes first."""
_OF_A_BODY = ("content-type", "content-length")
_ASKED = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "PATH_INFO", "QUERY_STRING")
_PLACE = "doorstep"


class Stamp:
    """Whole numbers that change with what a page shows, read by a statement put together once: `rows(slug)` are `values_list` of one row."""

    def __init__(self, rows: Callable[[str], QuerySet]) -> None:
        self.rows = rows

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self.rows(_PLACE).query.sql_with_params()
        return sql, tuple(params)

    def read(self, of: str) -> tuple[int, ...] | None:
        """What it says now; None when there is no row, or when the database does not answer."""
        sql, params = self._statement
        # The statement is the question whether the connection lives: no need of another one before it.
        connection.health_check_done = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, [of if value == _PLACE else value for value in params])
                row = cursor.fetchone()
        except DatabaseError:
            connection.close()  # whoever comes next opens another one
            return None
        return tuple(row) if row else None


@dataclass(frozen=True)
class Condition:
    """What must hold for an answer to be told again."""

    stamp: Stamp
    of: str
    value: tuple[int, ...]
    until: datetime

    def met(self) -> bool:
        """Whether it does, now."""
        return timezone.now() < self.until and self.stamp.read(self.of) == self.value


@dataclass(frozen=True)
class Held:
    """An answer as it left the house."""

    condition: Condition
    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The same again, or 304 for a browser that holds it."""
        if not holds(request, self.etag):
            response: HttpResponse = HttpResponse(self.body)
            headers = self.headers
        else:
            response = HttpResponseNotModified()
            headers = (*((name, value) for name, value in self.headers if name.lower() not in _OF_A_BODY), ("Content-Length", "0"))
        for name, value in headers:
            response.headers[name] = value
        return response


_held: dict[tuple[str, ...], Held] = {}
_lock = Lock()


def may_be_told_again(response: HttpResponse, condition: Condition) -> HttpResponse:
    """Say of a public answer, the same for everybody, that it may be held while the condition is met."""
    response.condition = condition  # type: ignore[attr-defined]
    return response


def forget() -> None:
    """Hold nothing any more."""
    with _lock:
        _held.clear()


class DoorstepMiddleware:
    """The first of all: what it tells passed through every other one when it was made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        asked = (request.scheme or "", *(str(request.META.get(name, "")) for name in _ASKED))
        held = _held.get(asked)
        if held and held.condition.met():
            return held.answer(request)
        response = self.get_response(request)
        if request.method == "GET":
            _hold(asked, response)
        return response


def _hold(asked: tuple[str, ...], response: HttpResponse) -> None:
    condition: Condition | None = getattr(response, "condition", None)
    if condition is None or response.status_code != 200 or response.cookies:
        return
    headers = tuple((str(name), str(value)) for name, value in response.items())
    with _lock:
        _held.pop(asked, None)
        while len(_held) >= LONGEST:
            _held.pop(next(iter(_held)))
        _held[asked] = Held(condition, bytes(response.content), headers, response["ETag"])

"""A canary token and a canary address, in every way a line is written."""

import logging

import pytest
from django.core.exceptions import PermissionDenied

from labo_ess.operations.logs import MaskTokens

TOKEN = "Zt9-canary_token.123"
ADDRESS = "lou.santerre+essai@example.org"


def line(message: str, *args: object, exc: bool = False) -> str:
    info = None
    if exc:
        try:
            raise ValueError(f"/l/{TOKEN}/ {ADDRESS}")
        except ValueError as error:
            info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("tests", logging.ERROR, "", 0, message, args, info)
    assert MaskTokens().filter(record) is True
    return logging.Formatter().format(record)


@pytest.mark.parametrize(
    "written",
    [
        line("Not Found: %s", f"/l/{TOKEN}/annuler/"),
        line(f'"GET /l/{TOKEN}/?x=1 HTTP/1.1" 404'),
        line("mail to %s refused", ADDRESS),
        line("body %(to)s", {"to": ADDRESS}),
        line("Traceback", exc=True),
        line("100 % of /l/" + TOKEN),
    ],
)
def test_no_line_holds_a_canary(written: str) -> None:
    assert TOKEN not in written
    assert ADDRESS not in written


def test_the_rest_of_the_line_stays() -> None:
    assert line("Not Found: %s", f"/l/{TOKEN}/annuler/") == "Not Found: /l/…/annuler/"


def test_a_refused_page_leaves_one_line() -> None:
    try:
        raise PermissionDenied
    except PermissionDenied as refusal:
        info = (type(refusal), refusal, refusal.__traceback__)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: %s", ("/bureau/comptes/",), info)
    MaskTokens().filter(record)
    assert logging.Formatter().format(record) == "Forbidden: /bureau/comptes/"

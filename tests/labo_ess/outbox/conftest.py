"""Two test messages, a sink, and no real broker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from labo_ess.outbox import registry
from labo_ess.outbox.mail import CauseGone, Mail
from tests.labo_ess.outbox.sink import Sink, running

TOKEN = "Zt9-canary_token.123"


def write_hello(row: Any) -> Mail:
    """A message whose words come from the row's params."""
    if row.params.get("gone"):
        raise CauseGone("la personne s’est désinscrite")
    if row.params.get("bug"):
        raise KeyError("bug")
    name = row.params.get("name", "Aïssata")
    return Mail(
        to=row.params.get("to", "aissata@example.org"),
        to_name=name,
        template="test/hello",
        context={"name": name, "token": TOKEN, "link": f"http://testserver/l/{TOKEN}/"},
        calendar=row.params["ics"].encode() if "ics" in row.params else None,
        method="REQUEST",
        list_unsubscribe=row.params.get("unsubscribe"),
    )


@pytest.fixture(autouse=True)
def _messages(settings: Any) -> Iterator[None]:
    registry._messages["test_hello"] = registry.Message("test_hello", "Bonjour d’essai", write_hello)
    folder = Path(__file__).parent / "templates"
    template = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}
    with override_settings(TEMPLATES=[template]):
        yield
    registry._messages.pop("test_hello", None)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Mail leads to a real SMTP server."""
    with running() as one:
        yield one

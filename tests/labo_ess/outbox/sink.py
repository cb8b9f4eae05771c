"""A real SMTP server of aiosmtpd that writes down what it takes and answers by script."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


class Sink:
    """`answers`: replies to the coming mails after their final dot, « drop » cutting the line; then 250 for all."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.rcpt_answers: list[str] = []
        self.answers: list[str] = []
        self.seen: list[bytes] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.rcpt_answers.pop(0) if self.rcpt_answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        self.seen.append(envelope.content)
        if answer == "drop":
            server.transport.abort()
            await asyncio.sleep(0)
            return "451 gone"
        if answer.startswith("stall"):
            await asyncio.sleep(float(answer.split()[1]))
            answer = "250 OK"
        if answer.startswith("250"):
            self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return answer


@contextmanager
def running(**controller: Any) -> Iterator[Sink]:
    """A sink on a free port, with the settings that lead to it."""
    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=_free_port(), **controller)
    server.start()
    settings = {
        "MAIL_LAST_HOP": "labo_ess.outbox.hops.SmtpHop",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "MAIL_TIMEOUTS": {"connect": 2, "command": 2, "final_dot": 3},
    }
    try:
        with override_settings(**settings):
            yield sink
    finally:
        server.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

"""A real SMTP server that keeps what it accepted: the judge of every promise about mail."""

import email
import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """What arrived: for each recipient, the (Message-ID, hash of the bytes) of each copy, in order."""

    port: int = 0
    arrived: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)
    delay: float = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the message; a small delay leaves time to kill the worker in the middle."""
        import asyncio

        await asyncio.sleep(self.delay)
        message = email.message_from_bytes(envelope.content)
        with self.lock:
            for recipient in envelope.rcpt_tos:
                self.arrived[recipient].append((message["Message-ID"], hashlib.sha256(envelope.content).hexdigest()))
        return "250 taken"

    @property
    def copies(self) -> int:
        """How many messages were accepted, repeats included."""
        with self.lock:
            return sum(len(each) for each in self.arrived.values())


@contextmanager
def smtp_sink(delay: float = 0.0) -> Iterator[Sink]:
    """A sink on a free port of this machine."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sink = Sink(port=port, delay=delay)
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()

"""The embedded broker: kombu's filesystem transport, made safe when a reader meets a file that is still being written.

As it comes, a message is opened, then written: a worker that lists the folder in between reads an empty file, fails on its JSON
and dies. Here a message appears under its name only once it is whole, and what cannot be read is dropped: it was only a wake-up,
the row it spoke of is found by the next sweep.
"""

import contextlib
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kombu.transport import filesystem
from kombu.utils.json import dumps

T = TypeVar("T")
ATTEMPTS = 20
PAUSE = 0.05
"""Tries, and seconds between two, while another process writes the table of an exchange (a few bytes)."""


class Channel(filesystem.Channel):
    """Whole messages or none."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # kombu names it in two ways
        """Write beside, then rename: the name appears with its content."""
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        unfinished = folder / f"{name}.part"
        unfinished.write_text(dumps(payload))
        unfinished.rename(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message that can be read."""
        while True:
            with contextlib.suppress(ValueError):
                return super()._get(queue)

    def get_table(self, exchange: str) -> Any:
        """The queues of an exchange, once whoever writes them has finished."""
        return _patiently(lambda: super(Channel, self).get_table(exchange))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        _patiently(lambda: super(Channel, self)._queue_bind(exchange, routing_key, pattern, queue))


def _patiently(read: Callable[[], T]) -> T:
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(ValueError):
            return read()
        time.sleep(PAUSE)
    return read()


class Transport(filesystem.Transport):
    """Known to kombu as `filesystem` (labo_ess.celery)."""

    Channel = Channel

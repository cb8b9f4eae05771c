"""The alarm bell: tells the worker that a row waits. Nothing depends on it; the sweep of the next minute finds the row."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds a page may wait for the broker."""
SILENCE = 5.0
"""Seconds without ringing after a failure, so that a stopped broker does not cost a second to every page."""

_silent_until = 0.0


def ring_after_commit(ring: Callable[[], None]) -> None:
    """Call `ring` once when the current transaction is committed; a module-level function is called once however often asked."""
    connection = transaction.get_connection()
    if any(entry[1] is ring for entry in connection.run_on_commit):
        return
    transaction.on_commit(ring, robust=True)


def ring(task: Any, *args: str | int) -> bool:
    """Publish the task within one second, without retry, never raising. True when the broker took it."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    outcome: list[BaseException | None] = []

    def publish() -> None:
        try:
            task.apply_async(args=args, retry=False, expires=3600)
            outcome.append(None)
        except BaseException as trouble:
            outcome.append(trouble)

    thread = threading.Thread(target=publish, daemon=True, name="bell")
    thread.start()
    thread.join(PATIENCE)
    if outcome == [None]:
        return True
    _silent_until = time.monotonic() + SILENCE
    logger.warning("broker not reached, the sweep will find the row (%s)", type(outcome[0]).__name__ if outcome else "no answer in time")
    return False

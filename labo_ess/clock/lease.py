"""A heartbeat from a second thread: work of any length keeps its row, and a dead worker's row is soon taken back."""

import logging
import threading
from collections.abc import Callable
from types import TracebackType

from django.db import connection

logger = logging.getLogger(__name__)


class Heartbeat:
    """Calls `beat` every `seconds` on its own database connection until the block ends."""

    def __init__(self, beat: Callable[[], object], seconds: float) -> None:
        self._beat = beat
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="heartbeat")

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._seconds):
                try:
                    self._beat()
                except Exception:
                    # A database away for a moment: the next beat tries again, and a lease that runs out is only taken back.
                    logger.warning("heartbeat missed", exc_info=True)
                    connection.close()
        finally:
            connection.close()

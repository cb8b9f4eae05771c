"""A mail server that takes everything and keeps nothing, on one processor, until its stdin closes. `python -m tests.bench.sink PORT CPU`."""

import os
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Taker:
    """Says « taken »."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 taken"


if __name__ == "__main__":
    port, cpu = int(sys.argv[1]), int(sys.argv[2])
    os.sched_setaffinity(0, {cpu})
    controller = Controller(Taker(), hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    controller.stop()

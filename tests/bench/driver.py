"""A load generator in a process of its own: raw bytes over a few sockets kept open, nothing parsed but where an answer ends.

`python -m tests.bench.driver < plan.json` with {"port", "connections", "requests": [text, …], "seconds" or null}. With seconds the
requests are taken in turn until the time is over; without, each is sent once. Prints {"seconds", "answers": {status: count}}.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle

NO_BODY = (b"204", b"304")


class Connection:
    """One client: a request, its answer, the next one."""

    def __init__(self, port: int, selector: selectors.BaseSelector) -> None:
        self.port, self.selector = port, selector
        self.received = b""
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(self.socket, selectors.EVENT_READ, self)

    def close(self) -> None:
        self.selector.unregister(self.socket)
        self.socket.close()

    def send(self, request: bytes) -> None:
        self.received = b""
        self.socket.sendall(request)

    def read(self) -> tuple[str, bool] | None:
        """The status of a whole answer, and whether the server keeps the connection; None while more is to come."""
        chunk = self.socket.recv(262_144)
        self.received += chunk
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            if not chunk:
                raise ConnectionError("closed before an answer")
            return None
        status, lowered = head[9:12], head.lower()
        if status not in NO_BODY and not _complete(lowered, body) and chunk:
            return None
        return status.decode(), b"\r\nconnection: close" not in lowered and bool(chunk)


def _complete(head: bytes, body: bytes) -> bool:
    _, given, length = head.partition(b"\r\ncontent-length:")
    if given:
        return len(body) >= int(length.split(b"\r\n", 1)[0])
    return b"\r\ntransfer-encoding: chunked" in head and body.endswith(b"0\r\n\r\n")


def drive(port: int, connections: int, requests: list[bytes], seconds: float | None) -> dict[str, object]:
    """Keep every connection busy until the end."""
    answers: Counter[str] = Counter()
    coming: Iterator[bytes] = cycle(requests) if seconds else iter(requests)
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        ends = began + seconds if seconds else float("inf")
        busy = 0
        for _ in range(min(connections, len(requests)) if not seconds else connections):
            Connection(port, selector).send(next(coming))
            busy += 1
        while busy:
            for key, _ in selector.select():
                client: Connection = key.data
                answer = client.read()
                if answer is None:
                    continue
                status, kept = answer
                answers[status] += 1
                following = next(coming, None) if time.perf_counter() < ends else None
                if following is None or not kept:
                    client.close()
                if following is None:
                    busy -= 1
                    continue
                if not kept:
                    client.open()
                client.send(following)
        taken = time.perf_counter() - began
    return {"seconds": taken, "answers": dict(answers)}


if __name__ == "__main__":
    plan = json.load(sys.stdin)
    done = drive(plan["port"], plan["connections"], [each.encode("latin-1") for each in plan["requests"]], plan["seconds"])
    sys.stdout.write(json.dumps(done))

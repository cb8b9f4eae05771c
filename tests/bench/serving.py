"""The house and the floor as real servers, with the same gunicorn, and the load on them."""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labo_ess.operations.launcher import web_command
from tests.run import ROOT, free_port

CONNECTIONS = 8
WORKERS, THREADS = 2, 4


@dataclass(frozen=True)
class Server:
    """Where a server answers."""

    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def cpu_seconds(self) -> float:
        """User and system time that the workers have spent so far."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers()]
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Rate:
    """Answers a second, and the CPU that one of them took of the server: the second is the steadier on a busy machine."""

    per_second: float
    cpu_ms: float


@contextmanager
def served(floor: str = "") -> Iterator[Server]:
    """The house, or a floor, on a free port, answering."""
    port, environment = free_port(), dict(os.environ)
    command = web_command("127.0.0.1", port, WORKERS, THREADS)
    if floor:
        environment["FLOOR"] = floor
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = ["tests.bench.floor:application" if part == "labo_ess.wsgi:application" else part for part in command]
        command = ["gunicorn.glogging.Logger" if part == "labo_ess.operations.logs.MaskedGunicornLogger" else part for part in command]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("a server under measure did not start")


def get(path: str, **headers: str) -> str:
    """The bytes of a GET, kept alive."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: identity"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines) + "\r\n\r\n"


def post(path: str, body: str, cookie: str) -> str:
    """The bytes of a form sent."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Cookie: {cookie}", "Content-Type: application/x-www-form-urlencoded"]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])


def rate(server: Server, requests: Sequence[str], *, expect: str, seconds: float | None = None) -> Rate:
    """What a server does under eight connections; any other status than the expected one stops the bench."""
    before = server.cpu_seconds()
    plan = {"port": server.port, "connections": CONNECTIONS, "requests": list(requests), "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.driver"], cwd=ROOT, input=json.dumps(plan), capture_output=True, text=True, check=True, timeout=600
    )
    told = json.loads(done.stdout)
    if set(told["answers"]) != {expect}:
        raise RuntimeError(f"expected {expect} alone, got {told['answers']}")
    count = told["answers"][expect]
    return Rate(count / told["seconds"], (server.cpu_seconds() - before) / count * 1000)


def compare(name: str, ours: Sequence[Rate], floor: Sequence[Rate]) -> float:
    """The median of the ratios of each round; on stderr what they are made of."""

    def told(rates: Sequence[Rate]) -> str:
        return f"{statistics.median(each.per_second for each in rates):.0f}/s, {statistics.median(each.cpu_ms for each in rates):.2f} ms CPU"

    ratios = [mine.per_second / bare.per_second for mine, bare in zip(ours, floor, strict=True)]
    sys.stderr.write(f"{name}: ours {told(ours)}; floor {told(floor)}; ratios {' '.join(f'{each:.2f}' for each in sorted(ratios))}\n")
    return statistics.median(ratios)


def pss_mib(pid: int) -> float:
    """Memory of a process, what it shares counted once over those who share it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

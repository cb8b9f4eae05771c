"""Starts the web and the worker, waits, and leaves no process behind.

Each child leads a session of its own, so that a Ctrl-C in the terminal reaches this process alone, which then stops both in order.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TextIO

from django.conf import settings

from labo_ess.text.typography import typo_fr

PATIENCE = 7.0
"""Seconds given to the children to end by themselves; the whole stop stays under ten."""
READY_WITHIN = 60.0
POLL = 0.2
SIGINT_BIT = 1 << (signal.SIGINT - 1)


class PortInUse(Exception):
    """Somebody else answers on our port."""


class Launcher:
    """One web server and one worker with the beat, watched until told to stop."""

    def __init__(self, *, port: int, bind: str, workers: int, threads: int, follow_parent: bool, out: TextIO, err: TextIO) -> None:
        self.port, self.bind = port, bind
        self.out, self.err = out, err
        self.commands = {"web": web_command(bind, port, workers, threads), "worker": [sys.executable, "manage.py", "work"]}
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False
        self.parent = os.getppid() if follow_parent else 0
        # A shell that put make in the background has told it to ignore Ctrl-C: nothing can then be read from its mask.
        self.parent_interrupts = bool(self.parent) and _catches_interrupt(self.parent)

    def run(self) -> int:
        """Until a signal comes or a child dies. Answers the exit code."""
        check_port(self.bind, self.port)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        died = None
        try:
            for name, command in self.commands.items():
                self.children[name] = subprocess.Popen(
                    command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
                )
            if self._wait_until_ready():
                self.out.write(f"READY http://localhost:{self.port}/\n")
                self.out.flush()
            while not self.stopping and not (died := self._dead_child()):
                self._watch_parent()
                time.sleep(POLL)
        finally:
            self._end_children()
        if died and not self.stopping:
            self.err.write(f"Le processus « {died} » s’est arrêté de lui-même : tout a été arrêté avec lui. Le journal ci-dessus en dit la cause.\n")
            return 1
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _dead_child(self) -> str | None:
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def _wait_until_ready(self) -> bool:
        ends = time.monotonic() + READY_WITHIN
        answered = False
        while time.monotonic() < ends and not self.stopping and not self._dead_child():
            status = _health_status(self.bind, self.port)
            answered = answered or status is not None
            if status == http.client.OK:
                return True
            self._watch_parent()
            time.sleep(POLL)
        if answered:
            self.err.write("Le site répond, mais /sante/ signale un problème.\n")
        return answered and not self.stopping and not self._dead_child()

    def _watch_parent(self) -> None:
        """`make` that receives Ctrl-C alone waits for its child without telling it: see it in its signal mask."""
        if not self.parent:
            return
        if os.getppid() != self.parent or (self.parent_interrupts and not _catches_interrupt(self.parent)):
            self.stopping = True

    def _end_children(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and any(child.poll() is None for child in self.children.values()):
            time.sleep(0.05)
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError):  # what is left of its group, even when its leader has gone
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def check_port(bind: str, port: int) -> None:
    """Raise `PortInUse` when our port is taken."""
    for address in {bind, "127.0.0.1"}:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as trouble:
                sentence = f"Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : make demo PORT={port + 1}"
                raise PortInUse(typo_fr(sentence)) from trouble


def web_command(bind: str, port: int, workers: int, threads: int) -> list[str]:
    """Gunicorn as this house runs it: `serve` starts it as a child, `web` becomes it."""
    options = {
        "bind": f"{bind}:{port}",
        "worker-class": "gthread",
        "workers": str(workers),
        "threads": str(threads),
        "graceful-timeout": "5",
        "timeout": "60",
        "keep-alive": "5",
        "log-level": "warning",
        "logger-class": "labo_ess.operations.logs.MaskedGunicornLogger",
    }
    shared_memory = Path("/dev/shm")  # gunicorn's heartbeat files must not wait for a slow disk
    if shared_memory.is_dir() and os.access(shared_memory, os.W_OK):
        options["worker-tmp-dir"] = str(shared_memory)
    pairs = [part for name, value in options.items() for part in (f"--{name}", value)]
    # Its control socket would lie in the home folder, one for all the houses of a user. The house is loaded once, before its
    # workers part from it: they share that memory, and a worker that died is back at once.
    return [sys.executable, "-m", "gunicorn", "labo_ess.wsgi:application", "--no-control-socket", "--preload", *pairs]


def _health_status(bind: str, port: int) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1" if bind == "0.0.0.0" else bind, port, timeout=5)
    try:
        connection.request("GET", "/sante/", headers={"Host": _host(), "X-Forwarded-Proto": "https" if settings.SECURE else "http"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _host() -> str:
    return settings.SITE_URL.split("://", 1)[1].split("/", 1)[0]


def _catches_interrupt(pid: int) -> bool:
    """GNU make restores the default action of SIGINT as soon as it has received one."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True  # no /proc here: the signal must then reach the group
    caught = next((line for line in status.splitlines() if line.startswith("SigCgt:")), "SigCgt: ffffffffffffffff")
    return bool(int(caught.split()[1], 16) & SIGINT_BIT)

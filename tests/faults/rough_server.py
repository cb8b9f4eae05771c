"""A mail server that misbehaves as it is told, line by line, and writes down everything it heard and took."""

import hashlib
import socketserver
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

CLOSING = 421
STALL = 3.0


@dataclass
class Rough:
    """Trouble is read in the address: `rcpt550.x@…`, `dot450.x@…`, `cutdata.x@…`, `cutdot.x@…`, `stall.x@…`; once, or for good for a 5xx."""

    port: int = 0
    offers_tls: bool = False
    refuses_tls: bool = False
    certificate: Path | None = None
    implicit: bool = False
    tries: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    heard: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Hash of what came whole after DATA, taken or not."""
    taken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    clear: list[str] = field(default_factory=list)
    """Verbs that came before any TLS."""
    under_tls: list[str] = field(default_factory=list)

    def context(self) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(str(self.certificate))
        return made

    def answers(self, step: str, address: str) -> int:
        """The code that this step gets; 0 when nothing special."""
        trouble = address.partition(".")[0]
        if not trouble.startswith(step) or not trouble[len(step) :].isdigit():
            return 0
        code = int(trouble[len(step) :])
        return code if code >= 500 or self.tries[address] == 1 else 0

    def does(self, trouble: str, address: str) -> bool:
        """Whether the line is cut or the answer kept back, the first time."""
        return address.startswith(f"{trouble}.") and self.tries[address] == 1


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "_Server"

    def handle(self) -> None:
        rough = self.server.rough
        self.tls = False
        try:
            if rough.implicit:
                self._wrap(rough)
            self._say(220, "rough.example ESMTP")
            while line := self.rfile.readline():
                if not self._answer(rough, line.decode("latin-1").strip()):
                    return
        except (OSError, ValueError):
            return

    def _wrap(self, rough: Rough) -> None:
        self.connection = rough.context().wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)  # type: ignore[assignment]
        self.tls = True

    def _say(self, code: int, words: str = "ok", more: bool = False) -> bool:
        self.wfile.write(f"{code}{'-' if more else ' '}{words}\r\n".encode())
        return code != CLOSING

    def _answer(self, rough: Rough, line: str) -> bool:
        """False ends the connection."""
        verb = line.split(" ")[0].upper()
        (rough.under_tls if self.tls else rough.clear).append(verb)
        if verb in ("EHLO", "HELO"):
            self._say(250, "rough.example", more=True)
            return self._say(250, "STARTTLS" if rough.offers_tls and not self.tls else "AUTH PLAIN LOGIN")
        if verb == "STARTTLS":
            if not rough.offers_tls or rough.refuses_tls:
                return self._say(454, "TLS not available")
            self._say(220, "go ahead")
            self._wrap(rough)
            return True
        if verb == "RCPT":
            return self._recipient(rough, line.partition("<")[2].partition(">")[0])
        if verb == "DATA":
            self._say(354, "go ahead")
            return self._take(rough, self.address)
        if verb == "QUIT":
            self._say(221)
            return False
        return self._say({"AUTH": 235}.get(verb, 250))

    def _recipient(self, rough: Rough, address: str) -> bool:
        self.address = address
        rough.tries[address] += 1
        code = rough.answers("rcpt", address)
        return self._say(code or 250, f"{address} said no" if code else "ok")

    def _take(self, rough: Rough, address: str) -> bool:
        if rough.does("cutdata", address):
            self.rfile.readline()
            return False
        digest = hashlib.sha256()
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            digest.update(line)
        rough.heard[address].append(digest.hexdigest())
        code = rough.answers("dot", address)
        if not code:
            rough.taken[address].append(digest.hexdigest())
        if rough.does("cutdot", address):
            return False
        if rough.does("stall", address):
            time.sleep(STALL)
        return self._say(code or 250, "not that" if code else "taken")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    rough: Rough


@contextmanager
def rough_server(**how: Any) -> Iterator[Rough]:
    """On a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.rough = Rough(port=server.server_address[1], **how)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.rough
        server.shutdown()


def certificate(folder: Path, name: str = "localhost", days: int = 30) -> Path:
    """A self-signed certificate and its key in one file; with negative days it has run out."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=60)).not_valid_after(now + timedelta(days=days))
    names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))] if name == "localhost" else [x509.DNSName(name)]
    signed = built.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(key, hashes.SHA256())
    path = folder / f"{name}.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path

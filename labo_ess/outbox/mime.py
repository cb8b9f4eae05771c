"""The bytes of a mail, assembled by hand: the library's own way costs more than sending it.

Everything is 7-bit: encoded words in headers, quoted-printable and base64 in bodies. No value can open a header or a part:
names come cleaned of control characters, bodies are encoded, and a boundary holds signs that no encoded body has.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from django.utils import timezone

CRLF = "\r\n"
LONGEST_PLAIN = 60
_NOT_IN_A_MARK = re.compile(r"[^0-9A-Za-z]")
BYTES_PER_WORD = 42
"""56 signs once encoded: an encoded word may have 75 with its marks."""


@dataclass(frozen=True)
class Envelope:
    """The headers that change from one mail to the next; every text is already one clean line."""

    sender: tuple[str, str]
    to: tuple[str, str]
    reply_to: str
    subject: str
    message_id: str
    dated_at: datetime
    list_unsubscribe: str = ""


def assemble(envelope: Envelope, text: str, html: str, calendar: bytes | None, method: str) -> bytes:
    """A multipart/alternative, and the calendar once more as a file when there is one."""
    mark = _NOT_IN_A_MARK.sub("", envelope.message_id)[:40]
    parts = [
        _part('text/plain; charset="utf-8"', "quoted-printable", _quoted(text)),
        _part('text/html; charset="utf-8"', "quoted-printable", _quoted(html)),
    ]
    kind = f'text/calendar; charset="utf-8"; method={method}'
    based = _based(calendar) if calendar else ""
    if calendar:
        parts.append(_part(kind, "base64", based))
    body, boundary = _multipart(parts, f"=_a_{mark}")
    content = f'multipart/alternative; boundary="{boundary}"'
    if calendar:
        inner = f"Content-Type: {content}{CRLF}{CRLF}{body}"
        file = _part(kind, "base64", based, 'attachment; filename="rendez-vous.ics"')
        body, boundary = _multipart([inner, file], f"=_m_{mark}")
        content = f'multipart/mixed; boundary="{boundary}"'
    return f"{_headers(envelope)}Content-Type: {content}{CRLF}{CRLF}{body}".encode("ascii")


def _headers(envelope: Envelope) -> str:
    lines = [
        f"From: {mailbox(*envelope.sender)}",
        f"To: {mailbox(*envelope.to)}",
        f"Reply-To: {envelope.reply_to}",
        f"Subject: {words(envelope.subject)}",
        f"Date: {format_datetime(timezone.localtime(envelope.dated_at))}",
        f"Message-ID: {envelope.message_id}",
        "Auto-Submitted: auto-generated",
    ]
    if envelope.list_unsubscribe:
        lines += [f"List-Unsubscribe: <{envelope.list_unsubscribe}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    lines.append("MIME-Version: 1.0")
    return "".join(line + CRLF for line in lines)


@lru_cache(maxsize=1024)
def words(text: str) -> str:
    """A text as the value of a header: itself when it is short and plain, else encoded words (RFC 2047)."""
    if text.isascii() and len(text) <= LONGEST_PLAIN and "=?" not in text:
        return text
    pieces, piece, size = [], "", 0
    for sign in text:
        width = len(sign.encode())
        if size + width > BYTES_PER_WORD:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + sign, size + width
    pieces.append(piece)
    return f"{CRLF} ".join(f"=?utf-8?b?{base64.b64encode(one.encode()).decode()}?=" for one in pieces)


def mailbox(name: str, address: str) -> str:
    """« "Name" <address> »."""
    if not name:
        return address
    encoded = words(name)
    if encoded == name:
        encoded = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{encoded}{CRLF} <{address}>"


def _part(kind: str, encoding: str, body: str, disposition: str = "") -> str:
    head = f"Content-Type: {kind}{CRLF}Content-Transfer-Encoding: {encoding}{CRLF}"
    if disposition:
        head += f"Content-Disposition: {disposition}{CRLF}"
    return f"{head}{CRLF}{body}"


def _multipart(parts: list[str], boundary: str) -> tuple[str, str]:
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    return f"{body}--{boundary}--{CRLF}", boundary


def _quoted(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").replace(b"\n", b"\r\n")
    return binascii.b2a_qp(lines, istext=True).decode("ascii")


def _based(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", CRLF)

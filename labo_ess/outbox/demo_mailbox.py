"""The demo's mailbox: what the last hop wrote into the Maildir, read without touching it."""

import mailbox
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils import timezone

from labo_ess.text.search import search_key

NEWEST = 1000
"""How many mails the page looks at; a demo that sends more still keeps them all in the folder."""


@dataclass(frozen=True)
class Attachment:
    """A file carried by a mail."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """A mail as its receiver would see it."""

    name: str
    at: datetime
    to_name: str
    to: str
    subject: str
    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def letters(query: str = "") -> list[Letter]:
    """Newest first; with `query`, those whose receiver or subject holds it."""
    words = search_key(query).split()
    found = []
    for path in _newest():
        letter = _heading(path)
        if all(word in search_key(letter.to_name, letter.to, letter.subject) for word in words):
            found.append(letter)
    return found


def letter(name: str) -> Letter | None:
    """One mail with its text and files. Only names that are in the folder are opened."""
    folder = _folder()
    if folder is None or name not in folder:
        return None
    message = cast(EmailMessage, message_from_bytes(folder.get_bytes(name), policy=default))
    body = message.get_body(("plain",))
    files = [
        Attachment(part.get_filename() or "piece-jointe", part.get_content_type(), part.get_payload(decode=True) or b"")
        for part in message.iter_attachments()
    ]
    text = body.get_content() if body else ""
    return Letter(name, _when(message), *_receiver(message), str(message["Subject"]), text, files)


def _folder() -> mailbox.Maildir | None:
    return mailbox.Maildir(settings.MAILDIR, create=False) if (settings.MAILDIR / "new").is_dir() else None


def _newest() -> list[Path]:
    if _folder() is None:
        return []
    paths = [path for part in ("new", "cur") for path in (settings.MAILDIR / part).iterdir()]
    return sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True)[:NEWEST]


def _heading(path: Path) -> Letter:
    with path.open("rb") as file:
        head = file.read(16_384).replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    message = cast(EmailMessage, message_from_bytes(head + b"\n\n", policy=default))
    return Letter(path.name.partition(":")[0], _when(message), *_receiver(message), str(message["Subject"]))


def _receiver(message: EmailMessage) -> tuple[str, str]:
    return parseaddr(str(message["To"]))


def _when(message: EmailMessage) -> datetime:
    header = message["Date"]
    moment: datetime | None = getattr(header, "datetime", None)
    return moment or timezone.now()

"""What a message says once written, and how it becomes bytes: text, HTML and calendar parts."""

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template

from labo_ess.outbox.exceptions import CauseGone, Undeliverable
from labo_ess.outbox.mime import Envelope, assemble
from labo_ess.outbox.styles import inline
from labo_ess.text.names import clean_name
from labo_ess.text.places import Frame, Places, cut
from labo_ess.text.typography import typo_fr, typo_html

__all__ = ["CauseGone", "Mail", "Written", "write"]

LONGEST_SUBJECT = 200
LONGEST_NAME = 120
FRAMES_KEPT = 256


@dataclass(frozen=True)
class Mail:
    """What a message says once written: one recipient, one template, perhaps a calendar entry.

    A mail to many gives `places`: the person's own words are put there, and the context, which is then plain data (texts, numbers,
    lists, dictionaries), holds marks instead. All mails of one template with the same context are rendered once.
    """

    to: str
    template: str
    to_name: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    calendar: bytes | None = None
    method: str = "PUBLISH"
    reply_to: str | None = None
    list_unsubscribe: str | None = None
    places: Places | None = None


@dataclass(frozen=True)
class Written:
    """The mail ready to leave, and what the house keeps of it."""

    data: bytes
    to_address: str
    to_name: str
    subject: str
    text: str


@dataclass(frozen=True)
class _Words:
    subject: str
    text: str
    html: str


def write(mail: Mail, *, message_id: str, dated_at: datetime) -> Written:
    """Render the templates, or take what was rendered for all, and build the MIME message."""
    address = clean_address(mail.to)
    words = _render(mail.template, _given(mail)) if mail.places is None else _filled(mail, mail.places)
    subject = clean_name(words.subject)[:LONGEST_SUBJECT]
    name = clean_name(mail.to_name)[:LONGEST_NAME]
    envelope = Envelope(
        sender=(clean_name(settings.MAIL_FROM_NAME), settings.DEFAULT_FROM_EMAIL),
        to=(name, address),
        reply_to=clean_address(mail.reply_to or settings.REPLY_TO),
        subject=subject,
        message_id=message_id,
        dated_at=dated_at,
        list_unsubscribe=_one_line(mail.list_unsubscribe or ""),
    )
    method = "".join(sign for sign in mail.method.upper() if "A" <= sign <= "Z")
    return Written(assemble(envelope, words.text, words.html, mail.calendar, method), address, name, subject, words.text)


@lru_cache(maxsize=1024)
def clean_address(address: str) -> str:
    """The address as SMTP takes it (its domain in ASCII); a bad one is final at once."""
    address = (address or "").strip()
    local, _at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
        validate_email(f"{local}@{domain}")
        local.encode("ascii")
    except (ValidationError, UnicodeError) as trouble:
        raise Undeliverable("L’adresse électronique n’est pas valable. Corrigez-la dans la fiche, puis réessayez.", permanent=True) from trouble
    return f"{local}@{domain}"


def _given(mail: Mail) -> dict[str, Any]:
    """What every template may use."""
    unsubscribe = mail.list_unsubscribe or ""
    return {
        "site_url": settings.SITE_URL,
        "house": settings.MAIL_FROM_NAME,
        "data_contact": settings.DATA_CONTACT,
        "list_unsubscribe": mail.places.put_address(unsubscribe) if mail.places else unsubscribe,
        **mail.context,
    }


def _render(template: str, context: dict[str, Any]) -> _Words:
    given = dict(context)
    subject = typo_fr(clean_name(_plain(f"{template}.subject.txt", given)))
    given["subject"] = subject
    text = typo_fr(_plain(f"{template}.txt", given)).strip() + "\n"
    html = inline(typo_html(get_template(f"{template}.html").render(given)))
    return _Words(subject, text, html)


def _plain(template: str, context: dict[str, Any]) -> str:
    """A text template: nothing to escape, and no request around it."""
    return get_template(template).template.render(Context(context, autoescape=False))


# --- Rendered once for many ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Frames:
    subject: Frame
    text: Frame
    html: Frame


_kept: OrderedDict[tuple[str, str], _Frames] = OrderedDict()
_lock = threading.Lock()


def _filled(mail: Mail, places: Places) -> _Words:
    frames = _frames(mail.template, _given(mail))
    return _Words(places.fill(frames.subject), places.fill(frames.text), places.fill_html(frames.html))


def _frames(template: str, context: dict[str, Any]) -> _Frames:
    """What is the same in all mails of this template and context; the context itself is the key, so that nothing old is ever kept."""
    key = (template, json.dumps(context, ensure_ascii=False))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    words = _render(template, context)
    frames = _Frames(cut(words.subject), cut(words.text), cut(words.html))
    with _lock:
        _kept[key] = frames
        while len(_kept) > FRAMES_KEPT:
            _kept.popitem(last=False)
    return frames


def _one_line(address: str) -> str:
    return "".join(sign for sign in address if sign.isascii() and sign.isprintable() and sign not in " <>")

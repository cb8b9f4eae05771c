"""What a message says once written, and how it becomes bytes: text, HTML and calendar parts."""

import html as html_module
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
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
from labo_ess.text.typography import typo_fr, typo_html

__all__ = ["CauseGone", "Mail", "Written", "write"]

LONGEST_SUBJECT = 200
LONGEST_NAME = 120
SHARED_KEPT = 32


@dataclass(frozen=True)
class Mail:
    """What a message says once written: one recipient, one template, perhaps a calendar entry.

    A mail to many names what it shares (`shared`: the mailing and the state of its text, in one string) and gives apart the texts
    that change from one person to the next (`personal`: plain texts or addresses, used in the templates like the context). It is
    then rendered once, and each person's texts are put in their places. A template must not decide anything on a personal text.
    """

    to: str
    template: str
    to_name: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    calendar: bytes | None = None
    method: str = "PUBLISH"
    reply_to: str | None = None
    list_unsubscribe: str | None = None
    shared: str = ""
    personal: dict[str, str] = field(default_factory=dict)


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
    words = _personal(_shared(mail), _personal_texts(mail)) if mail.shared else _render(mail, mail.context | mail.personal)
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


def _render(mail: Mail, context: dict[str, Any]) -> _Words:
    given = {
        "site_url": settings.SITE_URL,
        "house": settings.MAIL_FROM_NAME,
        "data_contact": settings.DATA_CONTACT,
        "list_unsubscribe": mail.list_unsubscribe,
        **context,
    }
    subject = typo_fr(clean_name(_plain(f"{mail.template}.subject.txt", given)))
    given["subject"] = subject
    text = typo_fr(_plain(f"{mail.template}.txt", given)).strip() + "\n"
    html = inline(typo_html(get_template(f"{mail.template}.html").render(given)))
    return _Words(subject, text, html)


def _plain(template: str, context: dict[str, Any]) -> str:
    """A text template: nothing to escape, and no request around it."""
    return get_template(template).template.render(Context(context, autoescape=False))


# --- Rendered once for many ----------------------------------------------------------------------------------------

_kept: OrderedDict[tuple[str, str, tuple[str, ...]], _Words] = OrderedDict()
_lock = threading.Lock()


def _mark(name: str) -> str:
    """A word that nobody writes, that typography leaves alone and that needs no escaping."""
    return f"zq{name.replace('_', 'q')}qz"


def _shared(mail: Mail) -> _Words:
    names = tuple(sorted(_personal_texts(mail)))
    key = (mail.shared, mail.template, names)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    words = _render(mail, mail.context | {name: _mark(name) for name in names})
    with _lock:
        _kept[key] = words
        while len(_kept) > SHARED_KEPT:
            _kept.popitem(last=False)
    return words


def _personal_texts(mail: Mail) -> dict[str, str]:
    return mail.personal | ({"list_unsubscribe": mail.list_unsubscribe} if mail.list_unsubscribe else {})


def _personal(words: _Words, personal: dict[str, str]) -> _Words:
    subject, text, html = words.subject, words.text, words.html
    for name, value in personal.items():
        said, mark = (value if "://" in value else typo_fr(value)), _mark(name)
        subject = subject.replace(mark, clean_name(said))
        text = text.replace(mark, said)
        html = html.replace(mark, html_module.escape(said))
    return _Words(subject, text, html)


def _one_line(address: str) -> str:
    return "".join(sign for sign in address if sign.isascii() and sign.isprintable() and sign not in " <>")

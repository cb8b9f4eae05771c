"""From a message to the bytes that leave: text, HTML and calendar parts, headers that nobody can inject into."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from labo_ess.outbox.exceptions import CauseGone, Undeliverable
from labo_ess.outbox.styles import inline
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr, typo_html

__all__ = ["CauseGone", "Mail", "Written", "write"]

POLICY = SMTP.clone(cte_type="7bit")
"""Every relay takes it, with or without 8BITMIME."""
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Mail:
    """What a message says once written: one recipient, one template, perhaps a calendar entry."""

    to: str
    template: str
    to_name: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    calendar: bytes | None = None
    method: str = "PUBLISH"
    reply_to: str | None = None
    list_unsubscribe: str | None = None


@dataclass(frozen=True)
class Written:
    """The mail ready to leave, and what the house keeps of it."""

    data: bytes
    to_address: str
    to_name: str
    subject: str
    text: str


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


def mailbox(name: str, address: str) -> Address:
    """A header's address; control characters of the name are gone."""
    local, _at, domain = address.rpartition("@")
    return Address(display_name=clean_name(name)[:120], username=local, domain=domain)


def write(mail: Mail, *, message_id: str, dated_at: datetime) -> Written:
    """Render the templates and build the MIME message."""
    address = clean_address(mail.to)
    context = {
        "site_url": settings.SITE_URL,
        "house": settings.MAIL_FROM_NAME,
        "data_contact": settings.DATA_CONTACT,
        "list_unsubscribe": mail.list_unsubscribe,
        **mail.context,
    }
    subject = typo_fr(clean_name(_plain(f"{mail.template}.subject.txt", context)))[:LONGEST_SUBJECT]
    context["subject"] = subject
    text = typo_fr(_plain(f"{mail.template}.txt", context)).strip() + "\n"
    html = inline(typo_html(get_template(f"{mail.template}.html").render(context)))
    message = _envelope(mail, address, subject, message_id, dated_at)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if mail.calendar:
        _add_calendar(message, mail.calendar, mail.method)
    return Written(message.as_bytes(), address, clean_name(mail.to_name)[:200], subject, text)


def _plain(template: str, context: dict[str, Any]) -> str:
    """A text template: nothing to escape, and no request around it."""
    return get_template(template).template.render(Context(context, autoescape=False))


def _envelope(mail: Mail, address: str, subject: str, message_id: str, dated_at: datetime) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"] = mailbox(settings.MAIL_FROM_NAME, settings.DEFAULT_FROM_EMAIL)
    message["To"] = mailbox(mail.to_name, address)
    message["Reply-To"] = mailbox("", clean_address(mail.reply_to or settings.REPLY_TO))
    message["Subject"] = subject
    message["Date"] = format_datetime(timezone.localtime(dated_at))
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.list_unsubscribe:
        message["List-Unsubscribe"] = f"<{_one_line(mail.list_unsubscribe)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _one_line(address: str) -> str:
    return "".join(sign for sign in address if sign.isprintable() and sign not in " <>")


def _add_calendar(message: EmailMessage, calendar: bytes, method: str) -> None:
    """Twice: as the alternative that calendars answer to, and as a file for the others."""
    text = calendar.decode("utf-8")
    method = "".join(sign for sign in method.upper() if sign.isalpha())
    message.add_alternative(text, subtype="calendar", cte="base64", params={"method": method})
    message.add_attachment(calendar, maintype="text", subtype="calendar", filename="rendez-vous.ics", params={"method": method, "charset": "utf-8"})

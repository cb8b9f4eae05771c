"""Mails of mailings: the frozen text, filled for one person when it leaves."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from contacts.mailings.models import Mailing
from contacts.mailings.placeholders import Reader, fill_line, fill_markdown
from contacts.mailings.recipients import Kind, kind_of
from labo_ess.accounts.models import User
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.text.markdown import markdown_to_text, render_markdown
from labo_ess.text.typography import typo_fr

TEMPLATE = "contacts/mailings/emails/mailing"


@dataclass(frozen=True)
class Composed:
    """A mailing as one person reads it."""

    subject: str
    html: SafeString
    text: str


def compose(mailing: Mailing, person: Person, *, preview: bool = False) -> Composed:
    """Fill the text for a person; `preview` hides their personal link."""
    reader = Reader(mailing, person, mailing.about, preview)
    body = fill_markdown(mailing.body, reader)
    html = mark_safe(render_markdown(body))
    return Composed(typo_fr(fill_line(mailing.subject, reader)), html, markdown_to_text(body))


@message("mailing", label="Envoi groupé")
def mailing_mail(row: OutboxEmail) -> Mail:
    """One recipient's mail; `about` is the MailingRecipient."""
    recipient = row.about
    if recipient is None or recipient.person.is_trashed:
        raise CauseGone("la personne n’est plus destinataire")
    mailing, person = recipient.mailing, recipient.person
    kind = kind_of(mailing.kind)
    if mailing.about_type_id and mailing.about is None:
        raise CauseGone("ce dont parle l’envoi n’existe plus")
    if kind.obstacle and (why := kind.obstacle(mailing, person)):
        raise CauseGone(why)
    verdict = may_write_to(person, kind.purpose)
    if not verdict:
        raise CauseGone(verdict.reason)
    event = kind.calendar(mailing, person, verdict.address) if kind.calendar else None
    return _mail(mailing, kind, person, compose(mailing, person), verdict.address, person.name, event)


@message("mailing_test", label="Test d’un envoi groupé")
def mailing_test(row: OutboxEmail) -> Mail:
    """The mail as a chosen person will read it, sent to whoever prepares it: the personal link in it opens nothing."""
    mailing, user = row.about, row.to
    person = Person.objects.alive().filter(public_id=row.params.get("person")).first()
    if mailing is None or not isinstance(user, User) or person is None:
        raise CauseGone("l’envoi ou la personne n’existe plus")
    composed = compose(mailing, person, preview=True)
    tested = Composed(f"[Test] {composed.subject}", composed.html, composed.text)
    return _mail(mailing, kind_of(mailing.kind), person, tested, user.email, user.name)


def _mail(mailing: Mailing, kind: Kind, person: Person, composed: Composed, address: str, name: str, event: tuple[bytes, str] | None = None) -> Mail:
    context: dict[str, Any] = {"mail_subject": composed.subject, "body_html": composed.html, "body_text": composed.text, "source": person.source}
    reply_to = kind.reply_to(mailing.about) if kind.reply_to and mailing.about else ""
    data, method = event or (None, "PUBLISH")
    return Mail(to=address, to_name=name, template=TEMPLATE, context=context, reply_to=reply_to or None, calendar=data, method=method)

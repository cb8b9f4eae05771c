"""Mails of mailings: the frozen text, filled for one person when it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString, mark_safe

from contacts.consent.services import Verdict, may_write_to_all
from contacts.directory.models import Person
from contacts.mailings.models import Mailing, MailingRecipient
from contacts.mailings.placeholders import Placeholder, Reader, fill_line, fill_markdown, own_of, put_own
from contacts.mailings.recipients import Kind, kind_of
from labo_ess.accounts.models import User
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.text.markdown import markdown_to_text, render_markdown
from labo_ess.text.places import Places, cut
from labo_ess.text.typography import typo_fr

TEMPLATE = "contacts/mailings/emails/mailing"
HIDDEN_LINK = "https://lien-personnel.invalid/"
"""What stands for a personal link in a preview: an address that exists nowhere (RFC 2606)."""


@dataclass(frozen=True)
class Composed:
    """A mailing as one person reads it; with marks in the places of their own words when it is composed for many."""

    subject: str
    html: SafeString
    text: str


@dataclass(frozen=True)
class Facts:
    """What the mails of one batch need, by primary key: of their mailing, and of the person."""

    mailings: dict[int, Mailing]
    own: dict[int, tuple[Placeholder, ...]] = field(default_factory=dict)
    obstacles: dict[tuple[int, int], str] = field(default_factory=dict)
    verdicts: dict[tuple[int, int], Verdict] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    composed: dict[tuple[Any, ...], Composed] = field(default_factory=dict)
    """Those of persons whose marks are the same, by mailing and marks."""


def preview(mailing: Mailing, person: Person) -> Composed:
    """The text filled for a person, without their personal link: nobody else may see it."""
    places = Places()
    composed = _compose(Reader(mailing, person, mailing.about, HIDDEN_LINK), own_of(mailing), places, {})
    html = mark_safe(places.fill_html(cut(composed.html)))
    return Composed(places.fill(cut(composed.subject)), html, places.fill(cut(composed.text)))


def _compose(reader: Reader, own: tuple[Placeholder, ...], places: Places, kept: dict[tuple[Any, ...], Composed]) -> Composed:
    mailing = reader.mailing
    marks = put_own(own, reader, places)
    key = (mailing.pk, *marks.values())
    if key not in kept:
        kept[key] = _rendered(fill_line(mailing.subject, reader, marks), fill_markdown(mailing.body, reader, marks))
    return kept[key]


@lru_cache(maxsize=64)
def _rendered(subject: str, body: str) -> Composed:
    return Composed(typo_fr(subject), mark_safe(render_markdown(body)), markdown_to_text(body))


def read(rows: Sequence[OutboxEmail]) -> Facts:
    """In a number of queries that depends on the mailings, not on their recipients."""
    facts = Facts(Mailing.objects.in_bulk({row.about.mailing_id for row in rows}))
    by_mailing: dict[int, list[Person]] = {}
    for row in rows:
        recipient: MailingRecipient = row.about
        by_mailing.setdefault(recipient.mailing_id, []).append(recipient.person)
    for key, persons in by_mailing.items():
        mailing = facts.mailings[key]
        kind = kind_of(mailing.kind)
        facts.own[key] = own_of(mailing)
        prefetch_related_objects(persons, *{one.reads for one in facts.own[key] if one.reads})
        facts.verdicts.update({(key, person): verdict for person, verdict in may_write_to_all(persons, kind.purpose).items()})
        if mailing.about is None:
            continue
        facts.obstacles.update({(key, person): why for person, why in (kind.obstacles(mailing, persons) if kind.obstacles else {}).items()})
        facts.links.update({(key, person): link for person, link in (kind.links(mailing, persons) if kind.links else {}).items()})
    return facts


@message("mailing", label="Envoi groupé", related=("person",), read=read)
def mailing_mail(row: OutboxEmail, facts: Facts) -> Mail:
    """One recipient's mail; `about` is the MailingRecipient."""
    recipient: MailingRecipient = row.about
    mailing, person, key = facts.mailings[recipient.mailing_id], recipient.person, (recipient.mailing_id, recipient.person_id)
    if person.is_trashed:
        raise CauseGone("la personne n’est plus destinataire")
    kind = kind_of(mailing.kind)
    if mailing.about_type_id and mailing.about is None:
        raise CauseGone("ce dont parle l’envoi n’existe plus")
    if why := facts.obstacles.get(key):
        raise CauseGone(why)
    verdict = facts.verdicts[key]
    if not verdict:
        raise CauseGone(verdict.reason)
    link, places = facts.links.get(key, ""), Places()
    event = kind.calendar(mailing, person, verdict.address, link) if kind.calendar else None
    composed = _compose(Reader(mailing, person, mailing.about, link), facts.own[mailing.pk], places, facts.composed)
    return _mail(mailing, kind, person, composed, verdict.address, person.name, places, event)


@message("mailing_test", label="Test d’un envoi groupé")
def mailing_test(row: OutboxEmail) -> Mail:
    """The mail as a chosen person will read it, sent to whoever prepares it: the personal link in it opens nothing."""
    mailing, user = row.about, row.to
    person = Person.objects.alive().filter(public_id=row.params.get("person")).first()
    if mailing is None or not isinstance(user, User) or person is None:
        raise CauseGone("l’envoi ou la personne n’existe plus")
    places = Places()
    composed = _compose(Reader(mailing, person, mailing.about, HIDDEN_LINK), own_of(mailing), places, {})
    tested = Composed(f"[Test] {composed.subject}", composed.html, composed.text)
    return _mail(mailing, kind_of(mailing.kind), person, tested, user.email, user.name, places)


def _mail(
    mailing: Mailing, kind: Kind, person: Person, composed: Composed, to: str, name: str, places: Places, event: tuple[bytes, str] | None = None
) -> Mail:
    context: dict[str, Any] = {
        "mail_subject": composed.subject,
        "body_html": composed.html,
        "body_text": composed.text,
        "source": places.put(person.source),
    }
    reply_to = kind.reply_to(mailing.about) if kind.reply_to and mailing.about else ""
    data, method = event or (None, "PUBLISH")
    return Mail(to=to, to_name=name, template=TEMPLATE, context=context, places=places, reply_to=reply_to or None, calendar=data, method=method)

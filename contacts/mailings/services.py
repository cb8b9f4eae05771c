"""What is done to mailings: written, sent once, followed."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from contacts.consent.services import may_write_to_all
from contacts.directory.models import Person
from contacts.mailings import placeholders
from contacts.mailings.enums import MAILING_PASSAGES, MailingState
from contacts.mailings.exceptions import AlreadySent, MailingRefused, NobodyToWriteTo, NotUnderWay, RecipientsChanged
from contacts.mailings.headings import subject_of
from contacts.mailings.models import Mailing, MailingRecipient
from contacts.mailings.recipients import LeftOut, Selection, kind_of
from contacts.segments.models import ContactList
from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.outbox import services as outbox
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.models import OutboxEmail
from labo_ess.text.names import clean_name, clean_text

SUBJECT_LENGTH, BODY_LENGTH = 200, 20_000


@transaction.atomic
def create(*, kind: str, subject: str, body: str, by: Actor, about: Any = None, contact_list: ContactList | None = None) -> Mailing:
    """A draft; its text may be written over as long as it has not left."""
    kind_of(kind)
    mailing = Mailing(kind=kind, contact_list=contact_list)
    if about is not None:
        mailing.about_type, mailing.about_id = ContentType.objects.get_for_model(about), about.public_id
    _write(mailing, subject, body)
    mailing.heading = subject_of(mailing)
    mailing.save()
    record(by=by, verb="mailing.created", on=mailing, kind=kind)
    return mailing


@transaction.atomic
def edit(*, mailing: Mailing, subject: str, body: str, by: Actor) -> Mailing:
    """Another text; placeholders are checked now, not at sending."""
    mailing = _locked(mailing)
    if not mailing.is_draft:
        raise AlreadySent
    before = (mailing.subject, mailing.body)
    _write(mailing, subject, body)
    if (mailing.subject, mailing.body) != before:
        mailing.heading = subject_of(mailing)
        mailing.save()
        record(by=by, verb="mailing.edited", on=mailing)
    return mailing


def select(mailing: Mailing) -> Selection:
    """Who will receive it and who will not, each with a reason; addresses and objections are looked at here, for every kind."""
    kind = kind_of(mailing.kind)
    found = kind.find(mailing)
    verdicts = may_write_to_all(found.chosen, kind.purpose)
    chosen = [person for person in found.chosen if verdicts[person.pk]]
    refused = [LeftOut(person, verdicts[person.pk].reason) for person in found.chosen if not verdicts[person.pk]]
    return Selection(chosen, [*found.left_out, *refused])


@transaction.atomic
def send(*, mailing: Mailing, expected: int, by: Actor) -> Mailing:
    """Freeze the text and write one mail for each recipient. `expected` is the count that was read; a second click changes nothing."""
    mailing = _locked(mailing)
    if not mailing.is_draft:
        return mailing
    selection = select(mailing)
    if not selection.chosen:
        raise NobodyToWriteTo
    if len(selection.chosen) != expected:
        raise RecipientsChanged(expected, len(selection.chosen))
    rows = [MailingRecipient(mailing=mailing, person=person) for person in selection.chosen]
    MailingRecipient.objects.bulk_create(rows, batch_size=500)
    outbox.queue_many("mailing", rows=[(key_of(mailing, row.person), row, row.person) for row in rows], mailing=mailing.public_id)
    _pass(mailing, MailingState.SENDING)
    mailing.heading, mailing.sent_at = subject_of(mailing), timezone.now()
    mailing.save()
    record(by=by, verb="mailing.sent", on=mailing, count=len(rows), left_out=len(selection.left_out))
    kind = kind_of(mailing.kind)
    if kind.on_send:
        kind.on_send(mailing, selection.chosen, by)
    return mailing


@transaction.atomic
def send_test(*, mailing: Mailing, person: Person, user: User, by: Actor, form_key: str) -> OutboxEmail:
    """The mail as this person will read it, to the address of whoever prepares it; once per form."""
    key = f"mailing_test:{mailing.public_id}:{user.public_id}:{form_key}"
    row = outbox.queue("mailing_test", key=key, about=mailing, to=user, params={"person": str(person.public_id)})
    record(by=by, verb="mailing.tested", on=mailing)
    return row


@transaction.atomic
def pause(*, mailing: Mailing, by: Actor) -> Mailing:
    """Retain what has not left."""
    return _turn(mailing, MailingState.SENDING, MailingState.PAUSED, by)


@transaction.atomic
def resume(*, mailing: Mailing, by: Actor) -> Mailing:
    """Let the rest leave."""
    return _turn(mailing, MailingState.PAUSED, MailingState.SENDING, by)


@transaction.atomic
def cancel_waiting(*, mailing: Mailing, by: Actor) -> int:
    """What has not left will not leave; the number stopped."""
    mailing = _locked(mailing)
    if mailing.state not in (MailingState.SENDING, MailingState.PAUSED):
        raise NotUnderWay
    stopped = outbox.cancel(mailing=mailing.public_id, why="envoi arrêté par l’équipe")
    if mailing.state == MailingState.PAUSED:
        _pass(mailing, MailingState.SENDING)
    _pass(mailing, MailingState.SENT)
    mailing.save()
    record(by=by, verb="mailing.stopped", on=mailing, count=stopped)
    return stopped


@transaction.atomic
def retry_failed(*, mailing: Mailing, by: Actor) -> int:
    """Try again those that failed; the number tried."""
    failed = list(OutboxEmail.objects.filter(mailing=mailing.public_id, state=MailState.FAILED))
    for row in failed:
        outbox.retry(row=row, by=by)
    if failed:
        record(by=by, verb="mailing.retried", on=mailing, count=len(failed))
    return len(failed)


@transaction.atomic
def finish(*, mailing: Mailing, by: Actor) -> bool:
    """Note that nothing waits any more; whether it is so."""
    mailing = _locked(mailing)
    waiting = (MailState.QUEUED, MailState.SENDING, MailState.DEFERRED, MailState.HELD)
    if mailing.state != MailingState.SENDING or OutboxEmail.objects.filter(mailing=mailing.public_id, state__in=waiting).exists():
        return False
    _pass(mailing, MailingState.SENT)
    mailing.save()
    record(by=by, verb="mailing.finished", on=mailing)
    return True


def key_of(mailing: Mailing, person: Person) -> str:
    """The key of one recipient's mail in the outbox."""
    return f"mailing:{mailing.public_id}:{person.public_id}"


def _turn(mailing: Mailing, before: str, after: str, by: Actor) -> Mailing:
    mailing = _locked(mailing)
    if mailing.state == after:
        return mailing
    if mailing.state != before:
        raise NotUnderWay
    _pass(mailing, after)
    mailing.save()
    (outbox.pause if after == MailingState.PAUSED else outbox.resume)(by=by, on=mailing, mailing=mailing.public_id)
    return mailing


def _pass(mailing: Mailing, state: str) -> None:
    if MailingState(state) not in MAILING_PASSAGES[MailingState(mailing.state)]:
        raise NotUnderWay
    mailing.state = state


def _locked(mailing: Mailing) -> Mailing:
    return get_for_update(Mailing.objects.all(), pk=mailing.pk)


def _write(mailing: Mailing, subject: str, body: str) -> None:
    subject, body = clean_name(subject), clean_text(body)
    if not subject:
        raise MailingRefused("L’objet manque : c’est lui que l’on lit avant d’ouvrir.", "subject")
    if len(subject) > SUBJECT_LENGTH or len(body) > BODY_LENGTH:
        too_long = "subject" if len(subject) > SUBJECT_LENGTH else "body"
        raise MailingRefused(f"Ce texte est trop long : {SUBJECT_LENGTH if too_long == 'subject' else BODY_LENGTH} signes au plus.", too_long)
    if not body:
        raise MailingRefused("Le texte manque.", "body")
    placeholders.check(subject, mailing.kind, "subject")
    placeholders.check(body, mailing.kind, "body")
    mailing.subject, mailing.body = subject, body

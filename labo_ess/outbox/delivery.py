"""Delivery from above: who may send, what is taken back, what may leave again, what is forgotten."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record_many
from labo_ess.outbox.enums import FINAL, MailState
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.quota import apply_quota
from labo_ess.outbox.sender import MOST_TRIES, STUCK_AFTER, Sender
from labo_ess.outbox.services import wake_up
from labo_ess.text.typography import typo_fr

SLICE_SECONDS = 20
LOST = "L’envoi s’est interrompu trop de fois. Réessayez ; si cela recommence, prévenez l’équipe technique."


def deliver() -> int:
    """Send one slice of what is due, over one connection. Answers how many left."""
    if _enough_senders():
        return 0
    retry_due()
    apply_quota()
    sender = Sender(import_string(settings.MAIL_LAST_HOP)())
    if sender.run(SLICE_SECONDS):
        wake_up()
    return sender.sent


def sweep() -> int:
    """Take back dead leases, release what may leave again, and wake the delivery. Answers how many rows it moved."""
    moved = take_back() + retry_due() + apply_quota()
    if OutboxEmail.objects.due().exists():
        wake_up()
    return moved


def take_back() -> int:
    """Rows of dead workers wait again; one whose worker died too often fails, for it may be the cause."""
    stale = OutboxEmail.objects.stale()
    now = timezone.now()
    over = _give_up(list(stale.filter(claims__gte=2 * MOST_TRIES)))
    return over + stale.update(state=MailState.QUEUED, lease_token="", next_try_at=now)


@transaction.atomic
def _give_up(rows: list[OutboxEmail]) -> int:
    if not rows:
        return 0
    ended = OutboxEmail.objects.filter(pk__in=[row.pk for row in rows], state=MailState.SENDING).update(
        state=MailState.FAILED, error=typo_fr(LOST), lease_token="", sealed=None, ended_at=timezone.now(), claims=0
    )
    record_many(by=Actor.system("outbox"), verb="outbox.failed", on=rows, code=0)
    return ended


def retry_due() -> int:
    """Deferred mails whose next try has come wait for a sender."""
    return OutboxEmail.objects.filter(state=MailState.DEFERRED, next_try_at__lte=timezone.now()).update(state=MailState.QUEUED)


def forget_texts(days: int = 365) -> int:
    """A year after, only the trace of the mail remains."""
    old = OutboxEmail.objects.filter(state__in=FINAL, ended_at__lt=timezone.now() - timedelta(days=days)).exclude(to_address="", text="")
    return old.update(to_address="", to_name="", subject="", text="", search_text="")


def _enough_senders() -> bool:
    """Whether other senders are at work; they will see the new rows themselves."""
    now = timezone.now()
    busy = OutboxEmail.objects.filter(
        state=MailState.SENDING,
        updated_at__gt=now - timedelta(seconds=STUCK_AFTER),
        lease_at__gt=now - timedelta(seconds=settings.MAIL_LEASE["stale"]),
    )
    return busy.count() >= settings.MAIL_SENDERS

"""Sending: claim a row, seal its bytes, hand them over, note the outcome. Each step is one conditional UPDATE.

Nothing here runs inside a transaction: a mail that has left is noted before the next one is touched, so a crash repeats
at most the mail in hand, as the same bytes under the same Message-ID.
"""

import logging
import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from labo_ess.clock.lease import Heartbeat
from labo_ess.outbox.enums import FINAL, Held, MailState, Priority
from labo_ess.outbox.exceptions import CauseGone, Undeliverable
from labo_ess.outbox.hops import Hop
from labo_ess.outbox.mail import write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.quota import allowance, apply_quota, limits
from labo_ess.outbox.registry import find
from labo_ess.outbox.sealing import seal, unseal
from labo_ess.outbox.services import wake_up
from labo_ess.text.masking import mask_addresses, mask_tokens
from labo_ess.text.search import search_key

logger = logging.getLogger(__name__)

SLICE = 100
SLICE_SECONDS = 20
STUCK_AFTER = 20
"""Seconds on one mail after which its sender no longer counts as busy, and another may work beside it."""
DELAYS = (60, 180, 600, 1800, 3600, 7200, 14400)
"""Seconds before the second try, the third…: eight tries in eight hours, the last two four hours apart."""
MOST_TRIES = len(DELAYS) + 1
LOST = "L’envoi s’est interrompu trop de fois. Réessayez ; si cela recommence, prévenez l’équipe technique."


class LeaseLost(Exception):
    """Another worker took the row: leave it alone."""


def deliver() -> int:
    """Send one slice of what is due, over one connection. Answers how many left."""
    if _enough_senders():
        return 0
    retry_due()
    apply_quota()
    sender = _Sender(import_string(settings.MAIL_LAST_HOP)())
    return sender.run()


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
    over = stale.filter(attempts__gte=2 * MOST_TRIES).update(state=MailState.FAILED, error=LOST, lease_token="", sealed=None, ended_at=now)
    return over + stale.update(state=MailState.QUEUED, lease_token="", next_try_at=now)


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


class _Sender:
    """One slice of work under one lease token."""

    def __init__(self, hop: Hop) -> None:
        self.hop = hop
        self.token = uuid.uuid4().hex
        self.sent = 0

    def run(self) -> int:
        ends = time.monotonic() + SLICE_SECONDS
        tries = 0
        with Heartbeat(self._beat, settings.MAIL_LEASE["heartbeat"]):
            try:
                while tries < SLICE and time.monotonic() < ends:
                    row = self._claim()
                    if row is None:
                        return self.sent
                    tries += 1
                    if not self._send(row):
                        return self.sent  # no connection: the others wait for the next minute, their tries unspent
            finally:
                self.hop.close()
        wake_up()
        return self.sent

    def _beat(self) -> None:
        OutboxEmail.objects.filter(state=MailState.SENDING, lease_token=self.token).update(lease_at=timezone.now())

    def _claim(self) -> OutboxEmail | None:
        due = OutboxEmail.objects.due()
        if limits():
            closed = [priority for priority in Priority.values if not allowance(priority)]
            due = due.exclude(priority__in=closed)
        while (pk := due.values_list("pk", flat=True).first()) is not None:
            now = timezone.now()
            taken = OutboxEmail.objects.filter(pk=pk, state=MailState.QUEUED).update(
                state=MailState.SENDING, lease_token=self.token, lease_at=now, attempts=F("attempts") + 1, updated_at=now
            )
            if taken:
                return OutboxEmail.objects.get(pk=pk)
        return None

    def _update(self, row: OutboxEmail, **fields: Any) -> None:
        mine = OutboxEmail.objects.filter(pk=row.pk, state=MailState.SENDING, lease_token=self.token)
        if not mine.update(**fields):
            raise LeaseLost

    def _send(self, row: OutboxEmail) -> bool:
        """Try one row to its outcome. False when no connection could be made."""
        try:
            data = self._bytes(row)
            self.hop.send(settings.DEFAULT_FROM_EMAIL, row.to_address, data, lambda: self._update(row, lease_at=timezone.now()))
            now = timezone.now()
            self._end(row, state=MailState.SENT, sent_at=now, error="", reply_code=None)
            self.sent += 1
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)
        except CauseGone as gone:
            self._end_quietly(row, state=MailState.CANCELLED, error=str(gone)[:500])
        except Undeliverable as trouble:
            self._failed(row, trouble)
            return not trouble.connection_lost
        except Exception as trouble:
            logger.exception("mail %s (%s) could not be written or sent", row.public_id, row.message)
            sentence = f"Le courriel n’a pas pu être écrit ({type(trouble).__name__}). L’équipe technique peut lire le détail dans le journal."
            self._failed(row, Undeliverable(sentence, permanent=False))
        return True

    def _bytes(self, row: OutboxEmail) -> bytes:
        """The sealed bytes of an earlier try, or the mail written now and sealed before it goes."""
        if row.sealed is not None:
            data = unseal(row.sealed)
            if data is not None:
                return data
            if row.private:
                raise CauseGone("la clé des courriels a changé depuis : la personne peut en demander un autre")
        if row.about_type_id and row.about is None:
            raise CauseGone("ce dont parlait ce courriel n’existe plus")
        row.dated_at = row.dated_at or timezone.now()
        mail = find(row.message).write(row)
        self._update(row, to_address=mail.to[:254], to_name=mail.to_name[:200])  # told to the team even when the address is bad
        written = write(mail, message_id=row.message_id, dated_at=row.dated_at)
        row.to_address = written.to_address
        self._update(
            row,
            sealed=seal(written.data),
            dated_at=row.dated_at,
            to_address=written.to_address,
            to_name=written.to_name,
            subject=mask_tokens(written.subject)[:300],
            text=mask_tokens(written.text),
            search_text=search_key(written.to_name, written.to_address, mask_tokens(written.subject), row.label),
        )
        return written.data

    def _failed(self, row: OutboxEmail, trouble: Undeliverable) -> None:
        told = mask_addresses(mask_tokens(str(trouble)))[:500]
        if trouble.permanent or row.attempts >= MOST_TRIES:
            self._end_quietly(row, state=MailState.FAILED, error=told, reply_code=trouble.code)
            return
        later = timezone.now() + timedelta(seconds=DELAYS[row.attempts - 1])
        try:
            self._update(row, state=MailState.DEFERRED, next_try_at=later, error=told, reply_code=trouble.code, lease_token="")
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)

    def _end(self, row: OutboxEmail, **fields: Any) -> None:
        self._update(row, sealed=None, lease_token="", held_because=Held.NO, ended_at=timezone.now(), **fields)

    def _end_quietly(self, row: OutboxEmail, **fields: Any) -> None:
        try:
            self._end(row, **fields)
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)

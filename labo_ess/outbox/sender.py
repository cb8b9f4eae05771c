"""One slice of sending under one lease: batches of rows are claimed, written and sealed together, then handed over one by one.

Each outcome is committed before the next mail is touched, so a crash repeats at most the mail in hand, as the same bytes under
the same Message-ID; the rest of its batch has not left, and waits for the lease to die.
"""

import logging
import threading
import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.clock.lease import Heartbeat
from labo_ess.outbox.enums import Held, MailState, Priority
from labo_ess.outbox.exceptions import CauseGone, Undeliverable, UnknownMessage
from labo_ess.outbox.hops import Hop
from labo_ess.outbox.mail import write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.quota import allowance, limits
from labo_ess.outbox.registry import Message, find
from labo_ess.outbox.sealing import seal, unseal
from labo_ess.text.masking import mask_addresses, mask_tokens
from labo_ess.text.search import search_key

logger = logging.getLogger(__name__)

BATCH = 100
STUCK_AFTER = 20
"""Seconds on one mail after which the rest of its batch is given back, and another sender may work beside it."""
SUSPECT_CLAIMS = 3
"""A row claimed so often without an outcome may be what kills its workers: it is then claimed alone."""
DELAYS = (60, 180, 600, 1800, 3600, 7200, 14400)
"""Seconds before the second try, the third…: eight tries in eight hours, the last two four hours apart."""
MOST_TRIES = len(DELAYS) + 1
UNWRITTEN = "Le courriel n’a pas pu être écrit ({}). L’équipe technique peut lire le détail dans le journal."
UNSENT = "Le courriel n’a pas pu être remis ({}). L’équipe technique peut lire le détail dans le journal."

stopping = threading.Event()
"""Set when the worker is told to stop: slices end after the mail in hand."""
Ready = tuple[OutboxEmail, bytes]


class LeaseLost(Exception):
    """Another worker took the row: leave it alone."""


class Sender:
    """Sends what is due until its time is over."""

    def __init__(self, hop: Hop) -> None:
        self.hop = hop
        self.token = uuid.uuid4().hex
        self.sent = 0
        self._lock = threading.Lock()
        self._in_hand: tuple[int, float] | None = None
        self._given_back = False
        self._beaten_at = time.monotonic()

    def run(self, seconds: float) -> bool:
        """One slice. True when more may be due."""
        self._ends = time.monotonic() + seconds
        with Heartbeat(self._beat, settings.MAIL_LEASE["heartbeat"]):
            try:
                while not self._over():
                    rows = self._claim()
                    if not rows:
                        return False
                    if not self._send_all(self._write_all(rows)):
                        return False  # no connection: the others wait for the next minute, their tries unspent
            finally:
                self.hop.close()
                self._give_back()
        return not stopping.is_set()

    def _over(self) -> bool:
        return time.monotonic() >= self._ends or stopping.is_set()

    # --- Claiming ------------------------------------------------------------------------------------------------

    def _claim(self) -> list[OutboxEmail]:
        """The next rows, ours by one conditional UPDATE, with what they speak of."""
        self._given_back = False
        for _attempt in range(3):  # another sender may take the same candidates
            found = self._candidates()
            if not found:
                return []
            now = timezone.now()
            taken = OutboxEmail.objects.filter(pk__in=found, state=MailState.QUEUED).update(
                state=MailState.SENDING, lease_token=self.token, lease_at=now, updated_at=now, claims=F("claims") + 1
            )
            self._beaten_at = time.monotonic()
            if taken:
                rows = self._mine().in_bulk(found)
                return _resolved([rows[pk] for pk in found if pk in rows])
        return []

    def _candidates(self) -> list[int]:
        due, size = OutboxEmail.objects.due(), BATCH
        if limits():
            rooms = {priority: allowance(priority) or 0 for priority in Priority.values}
            first = due.filter(priority__in=[priority for priority in rooms if rooms[priority]]).values_list("priority", flat=True).first()
            if first is None:
                return []
            due, size = due.filter(priority=first), min(size, rooms[first])
        found = list(due.values_list("pk", "claims")[:size])
        return [pk for pk, claims in found if claims < SUSPECT_CLAIMS] or [pk for pk, _claims in found[:1]]

    def _mine(self) -> Any:
        return OutboxEmail.objects.filter(state=MailState.SENDING, lease_token=self.token)

    def _beat(self) -> None:
        """From the second thread: our rows live; those behind a mail that is stuck wait for another sender."""
        self._mine().update(lease_at=timezone.now())
        self._beaten_at = time.monotonic()
        with self._lock:
            if self._in_hand and time.monotonic() - self._in_hand[1] > STUCK_AFTER and not self._given_back:
                self._given_back = True
                self._give_back(besides=self._in_hand[0])

    def _give_back(self, besides: int | None = None) -> None:
        self._mine().exclude(pk=besides).update(state=MailState.QUEUED, lease_token="", claims=F("claims") - 1)

    # --- Writing -------------------------------------------------------------------------------------------------

    def _write_all(self, rows: list[OutboxEmail]) -> list[Ready]:
        """The bytes of each mail: sealed by an earlier try, or written now and sealed together before any leaves."""
        ready: list[Ready] = []
        fresh: list[OutboxEmail] = []
        facts = _facts([row for row in rows if row.sealed is None])
        for row in rows:
            try:
                sealed = _unsealed(row)
                ready.append((row, sealed if sealed is not None else self._write(row, facts.get(row.message), fresh)))
            except CauseGone as gone:
                self._end_quietly(row, state=MailState.CANCELLED, error=str(gone)[:500])
            except Undeliverable as trouble:
                self._failed(row, trouble)
            except Exception as trouble:
                logger.exception("mail %s (%s) could not be written", row.public_id, row.message)
                self._failed(row, Undeliverable(UNWRITTEN.format(type(trouble).__name__), permanent=False))
        _keep_sealed(fresh, self.token)
        return ready

    def _write(self, row: OutboxEmail, facts: Any, fresh: list[OutboxEmail]) -> bytes:
        if _is_orphan(row):
            raise CauseGone("ce dont parlait ce courriel n’existe plus")
        mail = find(row.message).write(row, facts)
        row.dated_at = row.dated_at or timezone.now()
        row.to_address, row.to_name = mail.to[:254], mail.to_name[:200]  # told to the team even when the address is bad
        written = write(mail, message_id=row.message_id, dated_at=row.dated_at)
        row.to_address, row.to_name = written.to_address, written.to_name
        row.subject, row.text = mask_tokens(written.subject)[:300], mask_tokens(written.text)
        row.search_text = search_key(row.to_name, row.to_address, row.subject, row.label)
        row.sealed = seal(written.data)
        fresh.append(row)
        return written.data

    # --- Handing over --------------------------------------------------------------------------------------------

    def _send_all(self, ready: list[Ready]) -> bool:
        """Each mail to its outcome. False when no connection can be made."""
        for row, data in ready:
            if self._over():
                break
            with self._lock:
                if self._given_back:
                    break
                self._in_hand = (row.pk, time.monotonic())
            try:
                connected = self._send(row, data)
            finally:
                with self._lock:
                    self._in_hand = None
            if not connected:
                return False
        return True

    def _send(self, row: OutboxEmail, data: bytes) -> bool:
        try:
            self.hop.send(settings.DEFAULT_FROM_EMAIL, row.to_address, data, lambda: self._check(row))
            if not _note_sent(row, self.token):
                raise LeaseLost
            self.sent += 1
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)
        except Undeliverable as trouble:
            self._failed(row, trouble)
            return not trouble.connection_lost
        except Exception as trouble:
            logger.exception("mail %s (%s) could not be sent", row.public_id, row.message)
            self._failed(row, Undeliverable(UNSENT.format(type(trouble).__name__), permanent=False))
        return True

    def _check(self, row: OutboxEmail) -> None:
        """Just before the mail is handed over: after a missed beat (a process put to sleep) the row may be somebody else's."""
        if time.monotonic() - self._beaten_at > 2 * settings.MAIL_LEASE["heartbeat"]:
            self._update(row, lease_at=timezone.now())

    # --- Outcomes ------------------------------------------------------------------------------------------------

    def _update(self, row: OutboxEmail, **fields: Any) -> None:
        if not self._mine().filter(pk=row.pk).update(**fields):
            raise LeaseLost

    def _failed(self, row: OutboxEmail, trouble: Undeliverable) -> None:
        told = mask_addresses(mask_tokens(str(trouble)))[:500]
        known = {"to_address": row.to_address, "to_name": row.to_name, "attempts": F("attempts") + 1}
        tried = row.attempts + 1
        if trouble.permanent or tried >= MOST_TRIES:
            self._failed_for_good(row, error=told, reply_code=trouble.code, **known)
            return
        later = timezone.now() + timedelta(seconds=DELAYS[tried - 1])
        try:
            self._update(row, state=MailState.DEFERRED, next_try_at=later, error=told, reply_code=trouble.code, lease_token="", claims=0, **known)
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)

    def _failed_for_good(self, row: OutboxEmail, **fields: Any) -> None:
        """The outcome and its line in the journal, or neither."""
        try:
            with transaction.atomic():
                self._end(row, state=MailState.FAILED, **fields)
                record(by=Actor.system("outbox"), verb="outbox.failed", on=row, code=fields["reply_code"] or 0)
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)

    def _end(self, row: OutboxEmail, **fields: Any) -> None:
        self._update(row, sealed=None, lease_token="", held_because=Held.NO, ended_at=timezone.now(), claims=0, **fields)

    def _end_quietly(self, row: OutboxEmail, **fields: Any) -> None:
        try:
            self._end(row, **fields)
        except LeaseLost:
            logger.info("mail %s was taken by another worker", row.public_id)


def _is_orphan(row: OutboxEmail) -> bool:
    return row.about_type_id is not None and row.about is None


def _facts(rows: list[OutboxEmail]) -> dict[str, Any]:
    """What the writers of a batch need, read in sets, by message."""
    by_message: dict[str, list[OutboxEmail]] = {}
    for row in rows:
        if not _is_orphan(row):
            by_message.setdefault(row.message, []).append(row)
    facts: dict[str, Any] = {}
    for name, mine in by_message.items():
        try:
            read = find(name).read
            facts[name] = read(mine) if read else None
        except Exception:  # each row then reads for itself, and the one that is at fault fails alone
            logger.exception("what %d mails (%s) need could not be read together", len(mine), name)
    return facts


def _unsealed(row: OutboxEmail) -> bytes | None:
    if row.sealed is None:
        return None
    data = unseal(row.sealed)
    if data is None and row.private:
        raise CauseGone("la clé des courriels a changé depuis : la personne peut en demander un autre")
    return data


# Two statements are written out: for them the ORM spends more time on its words than the database on the work.

SEALED = ("sealed", "dated_at", "to_address", "to_name", "subject", "text", "search_text")
STILL_OURS = "WHERE id = %s AND state = 'sending' AND lease_token = %s"
TABLE = OutboxEmail._meta.db_table
NOTE_SENT = (
    f"UPDATE {TABLE} SET state = 'sent', sent_at = %s, ended_at = %s, sealed = NULL, lease_token = '', held_because = '', error = '', "
    f"reply_code = NULL, claims = 0, attempts = attempts + 1 {STILL_OURS}"
)
KEEP_SEALED = (
    f"UPDATE {TABLE} SET {', '.join(f'{name} = given.column{at}' for at, name in enumerate(SEALED, start=2))} "
    f"FROM (VALUES {{}}) AS given WHERE {TABLE}.id = given.column1 AND state = 'sending' AND lease_token = %s"
)
ONE_GIVEN = f"({', '.join(['%s'] * (1 + len(SEALED)))})"


def _keep_sealed(rows: list[OutboxEmail], token: str) -> None:
    """The bytes of a batch, in one statement, before any of them leaves."""
    if not rows:
        return
    fields = [OutboxEmail._meta.get_field(name) for name in SEALED]
    values: list[Any] = []
    for row in rows:
        values += [row.pk, *(field.get_db_prep_save(getattr(row, field.name), connection) for field in fields)]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_SEALED.format(", ".join([ONE_GIVEN] * len(rows))), [*values, token])


def _note_sent(row: OutboxEmail, token: str) -> bool:
    """Committed at once. False when the row was no longer ours."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(NOTE_SENT, [now, now, row.pk, token])
        return bool(cursor.rowcount == 1)


def _resolved(rows: list[OutboxEmail]) -> list[OutboxEmail]:
    """The rows with `about` filled, and `to` unless their writer reads in sets itself; one query for each kind of object."""
    for attribute, kind, public_id in (("about", "about_type_id", "about_public_id"), ("to", "recipient_type_id", "recipient_public_id")):
        wanted: dict[int, dict[Any, list[OutboxEmail]]] = {}
        for row in rows:
            if getattr(row, kind) is not None and (attribute == "about" or not _reads(row.message)):
                wanted.setdefault(getattr(row, kind), {}).setdefault(getattr(row, public_id), []).append(row)
        for type_id, by_id in wanted.items():
            model = ContentType.objects.get_for_id(type_id).model_class()
            found = {} if model is None else {each.public_id: each for each in _related(model, attribute, by_id)}
            for key, asking in by_id.items():
                for row in asking:
                    row.__dict__[attribute] = found.get(key)
    return rows


def _related(model: Any, attribute: str, by_id: dict[Any, list[OutboxEmail]]) -> Any:
    rows = model._default_manager.filter(public_id__in=list(by_id))
    related: set[str] = set()
    if attribute == "about":
        for asking in by_id.values():
            related |= _wanted(asking[0].message)
    return rows.select_related(*sorted(related)) if related else rows


def _reads(message: str) -> bool:
    known = _known(message)
    return known is not None and known.read is not None


def _wanted(message: str) -> set[str]:
    known = _known(message)
    return set(known.related) if known else set()


def _known(message: str) -> Message | None:
    """The message, or None when this version no longer writes it: its row is told so when its turn comes."""
    try:
        return find(message)
    except UnknownMessage:
        return None

"""Queueing, cancelling, retaining and sending again: the words other features use."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record, record_many
from labo_ess.clock.bell import ring, ring_after_commit
from labo_ess.outbox.enums import WAITING, Held, MailState, Priority
from labo_ess.outbox.exceptions import CannotRetry
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.querysets import OutboxQuerySet
from labo_ess.outbox.quota import seconds_for


def queue(
    message: str,
    *,
    key: str,
    about: Any = None,
    to: Any = None,
    params: dict[str, Any] | None = None,
    priority: str = "service",
    not_before: datetime | None = None,
    mailing: UUID | None = None,
) -> OutboxEmail:
    """Write the mail's row in the transaction of its cause; a key already there changes nothing.

    `params` holds ids and codes, never a text or a token. `mailing` is the public id of a mass mailing.
    """
    existing = OutboxEmail.objects.filter(key=key).first()
    if existing is not None:
        return existing
    now = timezone.now()
    row = OutboxEmail(
        message=message,
        key=key,
        params=params or {},
        priority=priority,
        not_before=not_before,
        next_try_at=max(not_before, now) if not_before else now,
        mailing=mailing,
    )
    if about is not None:
        row.about_type, row.about_public_id = ContentType.objects.get_for_model(about), about.public_id
    if to is not None:
        row.recipient_type, row.recipient_public_id = ContentType.objects.get_for_model(to), to.public_id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return OutboxEmail.objects.get(key=key)
    ring_after_commit(wake_up)
    return row


def queue_many(
    message: str,
    *,
    rows: Iterable[tuple[str, Any, Any]],
    mailing: UUID | None = None,
    priority: str = "bulk",
    params: dict[str, Any] | None = None,
) -> int:
    """The same message to many, one statement for five hundred: `rows` are (key, about, to). A key already there is a no-op."""
    now = timezone.now()
    made = []
    for key, about, to in rows:
        row = OutboxEmail(message=message, key=key, priority=priority, next_try_at=now, mailing=mailing, params=params or {})
        row.about_type, row.about_public_id = ContentType.objects.get_for_model(about), about.public_id
        row.recipient_type, row.recipient_public_id = ContentType.objects.get_for_model(to), to.public_id
        row.fill_message_id()  # bulk_create does not pass through save()
        made.append(row)
    OutboxEmail.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    ring_after_commit(wake_up)
    return len(made)


def wake_up() -> None:
    """Tell the worker that mails wait. A broker away costs a delay, never a mail."""
    from labo_ess.outbox.tasks import deliver  # the task imports the delivery, which imports these services' models

    ring(deliver)


def cancel(
    *,
    about: Any = None,
    to: Any = None,
    mailing: UUID | None = None,
    key: str | None = None,
    message: str | None = None,
    why: str = "",
) -> int:
    """Cancel what waits and matches every given criterion; what has left stays as it is. Answers how many."""
    rows = _select(about=about, to=to, mailing=mailing, key=key)
    if message is not None:
        rows = rows.filter(message=message)
    return rows.filter(state__in=WAITING).update(
        state=MailState.CANCELLED, held_because=Held.NO, error=why[:500], sealed=None, ended_at=timezone.now(), updated_at=timezone.now()
    )


@transaction.atomic
def pause(*, by: Actor, on: Any, about: Any = None, mailing: UUID | None = None) -> int:
    """Retain what waits, until `resume`. `on` is the object whose history tells it."""
    rows = _select(about=about, mailing=mailing).filter(state__in=(MailState.QUEUED, MailState.HELD))
    moved = rows.exclude(held_because=Held.PAUSE).update(state=MailState.HELD, held_because=Held.PAUSE)
    record(by=by, verb="outbox.paused", on=on, count=moved)
    return moved


@transaction.atomic
def resume(*, by: Actor, on: Any, about: Any = None, mailing: UUID | None = None) -> int:
    """Let what was paused leave again."""
    rows = _select(about=about, mailing=mailing).filter(state=MailState.HELD, held_because=Held.PAUSE)
    moved = rows.update(state=MailState.QUEUED, held_because=Held.NO)
    record(by=by, verb="outbox.resumed", on=on, count=moved)
    ring_after_commit(wake_up)
    return moved


@transaction.atomic
def retry(*, row: OutboxEmail, by: Actor) -> OutboxEmail:
    """Send a failed mail again; it is written anew, under the same Message-ID."""
    if not _again(OutboxEmail.objects.filter(pk=row.pk)):
        raise CannotRetry("Ce courriel n’est pas en échec : il n’y a rien à renvoyer.")
    record(by=by, verb="outbox.retried", on=row)
    ring_after_commit(wake_up)
    row.refresh_from_db()
    return row


@transaction.atomic
def retry_many(*, rows: OutboxQuerySet, by: Actor) -> int:
    """Send again those of `rows` that failed. Answers how many."""
    failed = [row for row in rows.filter(state=MailState.FAILED, private=False) if _again(OutboxEmail.objects.filter(pk=row.pk))]
    record_many(by=by, verb="outbox.retried", on=failed)
    ring_after_commit(wake_up)
    return len(failed)


def _again(rows: OutboxQuerySet) -> int:
    return rows.filter(state=MailState.FAILED, private=False).update(
        state=MailState.QUEUED, attempts=0, next_try_at=timezone.now(), error="", reply_code=None, dated_at=None, sealed=None, ended_at=None
    )


@transaction.atomic
def bounce(*, message_id: str, by: Actor, code: int | None = None, why: str = "") -> OutboxEmail | None:
    """Note that a mail that had left came back. None when no sent mail bears this Message-ID, or it is already noted."""
    from labo_ess.outbox.signals import bounced  # receivers live in upper features

    row = OutboxEmail.objects.filter(message_id=message_id.strip(), state=MailState.SENT).first()
    if row is None:
        return None
    moved = OutboxEmail.objects.filter(pk=row.pk, state=MailState.SENT).update(state=MailState.BOUNCED, reply_code=code, error=why[:500])
    if not moved:
        return None
    row.refresh_from_db()
    record(by=by, verb="outbox.bounced", on=row, code=code or 0)
    bounced.send(sender=OutboxEmail, row=row, permanent=code is None or code >= 500)
    return row


@transaction.atomic
def forget(*, recipient: Any, by: Actor) -> int:
    """Wipe what the kept mails say of a person (erasure); what waits for them is cancelled."""
    cancel(to=recipient, why="la personne a été effacée")
    rows = OutboxEmail.objects.to(recipient)
    return rows.update(to_address="", to_name="", subject="", text="", search_text="", error="", sealed=None, params={})


def counts(*, about: Any = None, mailing: UUID | None = None) -> dict[str, int]:
    """How many mails are in each state (every state named)."""
    found = dict(_select(about=about, mailing=mailing).order_by().values_list("state").annotate(n=Count("id")))
    return {state: found.get(state, 0) for state in MailState.values}


def last_departure(queryset: OutboxQuerySet) -> datetime | None:
    """When the last of these mails will have left, all that goes before counted; past when nothing waits; None when paused."""
    waiting = queryset.filter(state__in=(*WAITING, MailState.SENDING))
    facts = waiting.aggregate(n=Count("id"), last=Max("id"), due=Max("next_try_at"))
    if not facts["n"]:
        return queryset.aggregate(at=Max("sent_at"))["at"]
    if not waiting.exclude(state=MailState.HELD, held_because=Held.PAUSE).exists():
        return None
    before = OutboxEmail.objects.filter(state__in=(*WAITING, MailState.SENDING), id__lte=facts["last"]).exclude(held_because=Held.PAUSE)
    later_service = OutboxEmail.objects.filter(state__in=WAITING, id__gt=facts["last"], priority=Priority.SERVICE)
    ahead = before.count() + later_service.count()
    now = timezone.now()
    return max(now + timedelta(seconds=math.ceil(seconds_for(ahead, now))), facts["due"] or now)


def _select(*, about: Any = None, to: Any = None, mailing: UUID | None = None, key: str | None = None) -> OutboxQuerySet:
    rows = OutboxEmail.objects.all()
    if about is None and to is None and mailing is None and key is None:
        raise ValueError("say which mails: about, to, mailing or key")
    if about is not None:
        rows = rows.about(about)
    if to is not None:
        rows = rows.to(to)
    if mailing is not None:
        rows = rows.filter(mailing=mailing)
    return rows if key is None else rows.filter(key=key)

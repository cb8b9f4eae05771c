"""How many mails may leave per minute, hour and day; service mail always keeps a tenth for itself."""

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from labo_ess.outbox.enums import Held, MailState, Priority
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.querysets import OutboxQuerySet

PERIODS = {"minute": 60, "hour": 3600, "day": 86400}
ASSUMED_PER_SECOND = 5.0
"""Without a quota, what a modest relay takes; only used to announce an end time."""


def limits() -> dict[int, int]:
    """Seconds of the period → mails allowed, without the periods that have no limit."""
    return {seconds: settings.MAIL_QUOTA[name] for name, seconds in PERIODS.items() if settings.MAIL_QUOTA.get(name)}


def _used(seconds: int, now: datetime) -> int:
    return OutboxEmail.objects.filter(sent_at__gt=now - timedelta(seconds=seconds)).count()


def allowance(priority: str, now: datetime | None = None) -> int | None:
    """How many mails of this priority may leave now; None when nothing limits them."""
    periods = limits()
    if not periods:
        return None
    now = now or timezone.now()
    sending = OutboxEmail.objects.filter(state=MailState.SENDING).count()
    return max(0, min(_share(limit, priority) - _used(seconds, now) - sending for seconds, limit in periods.items()))


def _share(limit: int, priority: str) -> int:
    return limit if priority == Priority.SERVICE else limit - math.ceil(limit / 10) if limit > 1 else limit


def seconds_for(mails: int, now: datetime) -> float:
    """Seconds until so many mails have left under the quotas, what has already left in each period counted."""
    longest = mails / ASSUMED_PER_SECOND
    for seconds, limit in limits().items():
        share = _share(limit, Priority.BULK)
        beyond = mails - max(0, share - _used(seconds, now))
        if beyond > 0:
            longest = max(longest, math.ceil(beyond / share) * seconds)
    return longest


def apply_quota() -> int:
    """Retain what the quota does not let leave now, release what it does. Answers how many rows changed."""
    held = OutboxEmail.objects.filter(state=MailState.HELD, held_because=Held.QUOTA)
    if not limits():
        return held.update(state=MailState.QUEUED, held_because=Held.NO)
    return sum(_apply(priority, held.filter(priority=priority)) for priority in (Priority.SERVICE, Priority.BULK))


def _apply(priority: str, held: OutboxQuerySet) -> int:
    room = allowance(priority) or 0
    due = OutboxEmail.objects.due().filter(priority=priority)
    ready = due.count()
    if ready > room:
        beyond = due.values("pk")[room:]
        return OutboxEmail.objects.filter(pk__in=beyond, state=MailState.QUEUED).update(state=MailState.HELD, held_because=Held.QUOTA)
    released = held.order_by("next_try_at", "id").values("pk")[: room - ready]
    return OutboxEmail.objects.filter(pk__in=released, state=MailState.HELD).update(state=MailState.QUEUED, held_because=Held.NO)

"""Figures on the outbox, for the health page and the command."""

from typing import Any

from django.db.models import Count
from django.utils import timezone

from labo_ess.outbox.enums import MailState
from labo_ess.outbox.models import OutboxEmail


def oldest_due_seconds() -> int:
    """How late the oldest mail is that should have left; what a quota or a pause retains is not late."""
    now = timezone.now()
    late = OutboxEmail.objects.filter(state__in=(MailState.QUEUED, MailState.DEFERRED), next_try_at__lte=now)
    oldest = late.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    stale = OutboxEmail.objects.stale(now).order_by("lease_at").values_list("lease_at", flat=True).first()
    moments = [moment for moment in (oldest, stale) if moment is not None]
    return max((int((now - moment).total_seconds()) for moment in moments), default=0)


def status() -> dict[str, Any]:
    """Counts per state, how many of those queued wait for an hour of their own (`later`), and the age of the oldest that is due."""
    later = OutboxEmail.objects.filter(state=MailState.QUEUED, not_before__gt=timezone.now()).count()
    found = dict(OutboxEmail.objects.order_by().values_list("state").annotate(n=Count("id")))
    return {**{state: found.get(state, 0) for state in MailState.values}, "later": later, "oldest_due_seconds": oldest_due_seconds()}

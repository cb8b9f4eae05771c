"""When an action reminds its owner: three days before its date, and the day after it. One mail an action and a day at most."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from collectives.actions.models import Action
from collectives.groups.enums import Stage
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.services import queue

BEFORE = timedelta(days=3)
STILL_TOLD = timedelta(days=14)
"""An action that comes into the house long after its date (an import) reminds nobody."""
EARLIEST = time(8, 0)


@transaction.atomic
def remind_due(*, today: date, by: Actor) -> int:
    """Queue the reminders of a day; twice the same day changes nothing."""
    waiting = (
        Action.objects.alive()
        .open()
        .filter(owner__isnull=False, owner__trashed_at__isnull=True, born_on__lt=today, collective__trashed_at__isnull=True)
        .exclude(collective__stage=Stage.CLOSED)
        .filter(Q(due_on__range=(today, today + BEFORE)) | Q(due_on__range=(today - STILL_TOLD, today - timedelta(days=1))))
        .select_related("owner")
    )
    keys = {reminder_key(action, today): action for action in waiting}
    known = set(OutboxEmail.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {key: action for key, action in keys.items() if key not in known}
    for key, action in fresh.items():
        _queue(action, key)
    return len(fresh)


@transaction.atomic
def send_reminder(*, action: Action, by: Actor) -> OutboxEmail:
    """The same mail, asked by hand; once a day."""
    row = _queue(action, f"reminder:action:{action.public_id}:{timezone.localdate()}:hand", at_once=True)
    record(by=by, verb="action.reminded", on=action)
    return row


def reminder_key(action: Action, today: date) -> str:
    """The day on which this reminder was due, so that a sweep that comes late sends it once."""
    assert action.due_on is not None
    due = action.due_on + timedelta(days=1) if action.due_on < today else action.due_on - BEFORE
    return f"reminder:action:{action.public_id}:{due.isoformat()}"


def _queue(action: Action, key: str, *, at_once: bool = False) -> OutboxEmail:
    params = {"due_on": action.due_on.isoformat() if action.due_on else ""}
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), EARLIEST))
    return queue("action_reminder", key=key, about=action, to=action.owner, params=params, not_before=None if at_once else morning)

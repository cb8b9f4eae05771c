"""The house's web application with one thing taken away, for the controls and the kills: `BROKEN` says which.

unlocked: places are counted without any lock. dies: the whole server is killed after each commit, before the bell. late: the same
kill in a house that would write its mails only after the commit, which is what the outbox exists to avoid.
"""

import os
import random
import signal
import time
from typing import Any

from labo_ess.wsgi import application

__all__ = ["application"]


def unlocked() -> None:
    """Neither the row lock of PostgreSQL nor the transaction that SQLite takes at once; and time to count together."""
    from events.invitations import guest
    from events.registration import services

    services.get_for_update = lambda queryset, **lookup: queryset.get(**lookup)
    services.list_for_update = lambda queryset: list(queryset.order_by("pk"))
    services.before_insert = lambda: time.sleep(random.uniform(0.1, 0.3))
    services.register = services.register.__wrapped__
    guest._act = guest._act.__wrapped__


def dies() -> None:
    """Committed, and dead before anybody is told."""
    from labo_ess.outbox import services

    services.wake_up = _die


def late() -> None:
    """A mail queued once the answer is saved: the careless way."""
    from django.db import transaction

    from events.registration import emails

    queue = emails.queue_many

    def after(*arguments: Any, **options: Any) -> None:
        transaction.on_commit(_die)
        transaction.on_commit(lambda: queue(*arguments, **options))

    emails.queue_many = after


def _die() -> None:
    os.killpg(0, signal.SIGKILL)


{"unlocked": unlocked, "dies": dies, "late": late}[os.environ["BROKEN"]]()

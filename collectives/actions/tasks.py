"""What falls due around actions."""

from django.utils import timezone

from collectives.actions.reminders import remind_due
from labo_ess.audit.actors import Actor
from labo_ess.clock.registry import sweep


@sweep("action_reminders", every=600)
def remind_owners() -> int:
    """Three days before, and when it is late."""
    return remind_due(today=timezone.localdate(), by=Actor.system("clock"))

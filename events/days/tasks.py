"""What time alone does to days."""

from django.utils import timezone

from events.days.enums import DayState
from events.days.exceptions import PassageRefused
from events.days.models import Day
from events.days.services import pass_to
from labo_ess.audit.actors import Actor
from labo_ess.clock.registry import sweep


@sweep("day_past", every=60)
def close_past_days() -> int:
    """Days that are over become past; how many."""
    now = timezone.now()
    moved = 0
    for day in Day.objects.alive().filter(state__in=(DayState.OPEN, DayState.CLOSED), date__lte=timezone.localdate()):
        if day.ends_at > now:
            continue
        try:
            pass_to(day, DayState.PAST, by=Actor.system("clock"))
        except PassageRefused:  # another clock was faster
            continue
        moved += 1
    return moved

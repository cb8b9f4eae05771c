"""What falls due around registrations."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.days.enums import DayState
from events.days.models import Day
from events.registration.models import Registration
from events.registration.places import refresh_full
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.clock.registry import sweep
from labo_ess.db import get_for_update

NEEDS_KEPT = timedelta(days=30)


@sweep("registration_needs", every=3600)
def erase_needs() -> int:
    """Special needs are erased thirty days after the day: they said how to welcome someone, once."""
    limit = timezone.localdate() - NEEDS_KEPT
    erased = 0
    for day in Day.objects.filter(date__lt=limit, registrations__needs__gt="").distinct():
        if (day.last_date or day.date) >= limit:
            continue
        with transaction.atomic():
            count = Registration.objects.filter(day=day, needs__gt="").update(needs="", updated_at=timezone.now())
            if count:
                record(by=Actor.system("clock"), verb="registration.needs_erased", on=day, count=count)
        erased += count
    return erased


@sweep("ateliers_full", every=60)
def follow_capacities() -> int:
    """A capacity that the team changed opens or closes an atelier to newcomers: « complet » follows."""
    days = list(Day.objects.alive().filter(state__in=(DayState.OPEN, DayState.CLOSED)))
    moved = 0
    for day in days:
        with transaction.atomic():
            moved += refresh_full(get_for_update(Day.objects.all(), pk=day.pk))
    return moved

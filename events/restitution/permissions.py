"""Who reads and corrects the fiches, and until when their link writes."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from labo_ess.accounts.roles import can_read_house, is_team

if TYPE_CHECKING:
    from events.days.models import Day
    from labo_ess.accounts.roles import Anyone

OPEN_DAYS = 15
"""The compte-rendu of the ateliers is due fifteen days after the day (domain §9)."""


def can_read_reports(user: "Anyone", day: "Day") -> bool:
    """Whoever reads the house."""
    return can_read_house(user)


def can_edit_reports(user: "Anyone", day: "Day") -> bool:
    """The team."""
    return is_team(user)


def last_day(day: "Day") -> date:
    """The last date on which the rapporteur’s link writes."""
    return (day.last_date or day.date) + timedelta(days=OPEN_DAYS)


def writes_until(day: "Day") -> datetime:
    """The moment at which the rapporteur’s link ends."""
    return timezone.make_aware(datetime.combine(last_day(day) + timedelta(days=1), time(0, 0)))

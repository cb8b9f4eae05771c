"""Who runs the accueil, and when its link shows people."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from labo_ess.accounts.roles import can_read_house, is_team

if TYPE_CHECKING:
    from events.days.models import Day
    from labo_ess.accounts.roles import Anyone


def can_read_attendance(user: "Anyone", day: "Day") -> bool:
    """Whoever reads the house."""
    return can_read_house(user)


def can_run_desk(user: "Anyone", day: "Day") -> bool:
    """The team."""
    return is_team(user)


def desk_opens_at(day: "Day") -> datetime:
    """The eve of the day, from midnight on: time to try the phone."""
    return timezone.make_aware(datetime.combine(day.date - timedelta(days=1), time(0, 0)))


def desk_closes_at(day: "Day") -> datetime:
    """The end of the morrow."""
    return timezone.make_aware(datetime.combine((day.last_date or day.date) + timedelta(days=2), time(0, 0)))


def desk_is_open(day: "Day", now: datetime | None = None) -> bool:
    """People are shown from the eve to the morrow. A demo is for trying: there the page opens at once, and says so."""
    now = now or timezone.now()
    return settings.DEMO or desk_opens_at(day) <= now < desk_closes_at(day)


def is_rehearsal(day: "Day", now: datetime | None = None) -> bool:
    """The page is open before its time, because this is a demo."""
    return settings.DEMO and (now or timezone.now()) < desk_opens_at(day)

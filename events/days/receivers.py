"""What days tell to those below: the Corbeille knows them, and boards of a committee can follow its day."""

from typing import Any

from django.urls import reverse

from collectives.actions import anchors
from collectives.groups.models import Collective
from events.days.models import Day
from events.days.services import restore_day
from labo_ess.accounts.roles import is_team
from labo_ess.audit.actors import Actor
from labo_ess.revisions.trash import trashable


def _restore(day: Day, by: Actor) -> Day:
    return restore_day(day, by=by)


def _may_restore(user: Any, day: Day) -> bool:
    return is_team(user)


trashable(Day, "Journées", can_restore=_may_restore, restore=_restore, address=lambda day: reverse("events:overview:day", args=[day.slug]))


@anchors.source
def day_of(collective: Collective) -> anchors.Anchor | None:
    """The day that a committee prepares."""
    day = Day.objects.alive().filter(committee=collective).first()
    return anchors.Anchor(day.date, f"la journée {day.title}", reverse("events:overview:day", args=[day.slug])) if day else None

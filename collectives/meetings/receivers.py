"""What meetings tell below and to the ground: a planned one keeps its group from being closed; where they come back from the Corbeille."""

from typing import Any

from django.utils import timezone

from collectives.groups import obstacles
from collectives.groups.models import Collective
from collectives.groups.permissions import can_edit_collective
from collectives.meetings.enums import MeetingState
from collectives.meetings.lists import address_of
from collectives.meetings.models import Meeting
from collectives.meetings.services import restore_meeting
from labo_ess.audit.actors import Actor
from labo_ess.revisions.trash import trashable
from labo_ess.text.dates import long_date
from labo_ess.text.typography import typo_fr


@obstacles.register
def planned_meeting(collective: Collective) -> str:
    """A meeting to which people were called."""
    coming = Meeting.objects.alive().coming(timezone.now()).filter(collective=collective, state=MeetingState.CONVENED)
    meeting = coming.first()
    if meeting is None:
        return ""
    day = long_date(timezone.localtime(meeting.starts_at))
    return typo_fr(f"Une réunion est prévue le {day} : annulez-la ou tenez-la d’abord.")


def _restore(meeting: Meeting, by: Actor) -> Meeting:
    return restore_meeting(meeting=meeting, by=by)


def _may_restore(user: Any, meeting: Meeting) -> bool:
    return can_edit_collective(user, meeting.collective)


trashable(Meeting, "Réunions", can_restore=_may_restore, restore=_restore, address=address_of)

"""Who sees and who changes meetings: whoever sees and changes their group."""

from typing import TYPE_CHECKING

from django.utils import timezone

from collectives.groups.permissions import can_edit_collective, can_see_collective
from collectives.meetings.enums import MeetingState, MinutesState
from collectives.meetings.models import Meeting

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_see_meeting(user: "Anyone", meeting: Meeting) -> bool:
    """As `Meeting.objects.visible_to(user)`."""
    return not meeting.is_trashed and can_see_collective(user, meeting.collective)


def can_edit_meeting(user: "Anyone", meeting: Meeting) -> bool:
    """Whoever edits its group."""
    return not meeting.is_trashed and can_edit_collective(user, meeting.collective)


def answers_are_open(meeting: Meeting) -> bool:
    """Whether members still answer by their link: convened, and not over."""
    return (
        not meeting.is_trashed and not meeting.collective.is_trashed and meeting.state == MeetingState.CONVENED and meeting.ends_at > timezone.now()
    )


def is_locked(meeting: Meeting) -> bool:
    """Its minutes are approved: nothing of what happened changes any more."""
    return meeting.minutes_state == MinutesState.APPROVED

"""Who reads and writes minutes and decisions: whoever sees and changes their group."""

from typing import TYPE_CHECKING

from django.utils import timezone

from collectives.groups.permissions import can_edit_collective, can_see_collective
from collectives.meetings.enums import MeetingState, MinutesState
from collectives.meetings.models import Approval, Decision, Meeting
from collectives.meetings.permissions import is_locked
from labo_ess.documents.registry import may_open

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone
    from labo_ess.documents.models import Upload

FILE_KIND = "minutes"


def can_write_minutes(user: "Anyone", meeting: Meeting) -> bool:
    """Whoever edits the group, until the minutes are approved or the meeting cancelled."""
    return (
        not meeting.is_trashed
        and not is_locked(meeting)
        and meeting.state != MeetingState.CANCELLED
        and can_edit_collective(user, meeting.collective)
    )


def can_see_decision(user: "Anyone", decision: Decision) -> bool:
    """As `Decision.objects.visible_to(user)`."""
    return can_see_collective(user, decision.collective)


def can_edit_decision(user: "Anyone", decision: Decision) -> bool:
    """Whoever edits its group: its state, its review date; its words too until the minutes are approved."""
    return can_edit_collective(user, decision.collective)


def comments_are_open(meeting: Meeting) -> bool:
    """Whether those present still comment by their link."""
    return (
        not meeting.is_trashed
        and meeting.minutes_state == MinutesState.IN_REVIEW
        and meeting.comment_until is not None
        and timezone.localdate() <= meeting.comment_until
    )


@may_open(FILE_KIND)
def _open(upload: "Upload", user: "Anyone") -> bool:
    """The PDF of approved minutes: whoever sees the group."""
    approval = Approval.objects.select_related("meeting__collective").filter(pdf=upload).first()
    return approval is not None and can_see_collective(user, approval.meeting.collective)

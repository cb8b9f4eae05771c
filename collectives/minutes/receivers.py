"""Who speaks on minutes: whoever sees the meeting reads the threads, whoever edits its group answers there."""

from typing import Any

from django.urls import reverse

from collectives.meetings.models import Meeting
from collectives.meetings.permissions import can_edit_meeting, can_see_meeting
from contacts.comments import registry as comments


def _address(meeting: Any) -> str:
    return reverse("collectives:minutes:read", args=[meeting.collective.slug, meeting.public_id])


comments.target(Meeting, can_see_meeting, can_edit_meeting, address=_address)

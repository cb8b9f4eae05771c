"""A convocation before it leaves: nothing of it is stored until it is sent."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from collectives.meetings.emails import KIND
from collectives.meetings.models import Meeting
from contacts.mailings import placeholders
from contacts.mailings.emails import preview
from contacts.mailings.exceptions import MailingRefused
from contacts.mailings.models import Mailing
from contacts.mailings.recipients import Selection


def draft_of(meeting: Meeting, subject: str, body: str) -> Mailing:
    """The mailing as it would be, out of the database."""
    draft = Mailing(kind=KIND, subject=subject, body=body, about_type=ContentType.objects.get_for_model(meeting), about_id=meeting.public_id)
    draft.about = meeting
    return draft


def composed_for(draft: Mailing, selection: Selection) -> dict[str, Any]:
    """The mail as its first recipient will read it; why a word between braces cannot be filled."""
    words = {"words": placeholders.known(KIND).values()}
    if not selection.chosen:
        return words
    try:
        placeholders.check(draft.subject, KIND, "subject")
        placeholders.check(draft.body, KIND, "body")
    except MailingRefused:
        return words
    return words | {"person": selection.chosen[0], "composed": preview(draft, selection.chosen[0])}

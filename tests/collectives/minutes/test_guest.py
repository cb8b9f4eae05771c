"""The link of minutes: read, comment until a date, nothing after; the mails that bring it."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from django.utils import timezone

from collectives.meetings.models import Meeting
from collectives.minutes.emails import minutes_link
from collectives.minutes.services import close_review, correct_minutes
from contacts.comments.models import Comment
from labo_ess.links.services import path
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from tests.factories.meetings import HOUSE, approved_meeting, holder, noted_meeting, reviewed_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _reader(meeting: Meeting):  # type: ignore[no-untyped-def]
    return holder(meeting.collective.memberships.order_by("pk").first())


def _address(meeting: Meeting, verb: str = "") -> str:
    return path(minutes_link(meeting=meeting, person=_reader(meeting), by=HOUSE), verb)


def _text(row: OutboxEmail) -> str:
    written = write(find(row.message).write(row), message_id="<1@example.org>", dated_at=timezone.now())
    return message_from_bytes(written.data, policy=default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]


def test_the_served_form_with_a_choice_is_valid(client: Client) -> None:
    meeting = reviewed_meeting()
    page = client.get(_address(meeting)).content.decode()
    form = re.search(r'<form[^>]*data-verb="comment".*?</form>', page, re.DOTALL).group(0)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert ('data-state="open"' in page, "<script" in page, 'data-choice="comment"' in form) == (True, False, True)
    assert client.post(_address(meeting, "comment"), fields | {"choice": "agree"}).status_code == 302
    assert Comment.objects.get().text == "J’ai relu ce compte rendu : rien à corriger."


def test_remarks_go_under_their_point_once(client: Client) -> None:
    meeting = reviewed_meeting()
    item = meeting.agenda.get()
    given = {"choice": "comment", f"remark-{item.public_id}": "Il manque le montant.", "remark": "", "form_key": "k"}
    assert [client.post(_address(meeting, "comment"), given).status_code for _ in range(2)] == [302, 302]
    comment = Comment.objects.get()
    assert (comment.thread.topic, comment.person) == (str(item.public_id), _reader(meeting))
    assert "Il manque le montant." in client.get(_address(meeting)).content.decode()


def test_bad_remarks_are_told(client: Client) -> None:
    meeting = reviewed_meeting()
    item = meeting.agenda.get()
    for given in ({}, {"choice": "danse"}, {"choice": "comment"}, {"choice": "comment", f"remark-{item.public_id}": "x" * 5001}):
        refused = client.post(_address(meeting, "comment"), given)
        assert (refused.status_code, "data-error" in refused.content.decode()) == (422, True)
    assert Comment.objects.count() == 0


def test_after_the_date_the_words_typed_are_shown_not_kept(client: Client) -> None:
    meeting = reviewed_meeting()
    address = _address(meeting, "comment")
    Meeting.objects.filter(pk=meeting.pk).update(comment_until=timezone.localdate() - timedelta(days=1))
    late = client.post(address, {"choice": "comment", "remark": "Trop tard pour ceci"})
    page = late.content.decode()
    assert (late.status_code, "Trop tard pour ceci" in page, 'data-verb="comment"' in page, Comment.objects.count()) == (409, True, False, 0)


def test_a_draft_opens_nothing_and_approved_minutes_are_read(client: Client) -> None:
    assert client.get(_address(noted_meeting())).status_code == 404
    page = client.get(_address(approved_meeting())).content.decode()
    assert ('data-state="approved"' in page, "Rédiger le bilan 0" in page, "<form" in page) == (True, True, False)
    assert client.get(_address(approved_meeting(), "pdf")).status_code == 404


def test_mails_of_the_review_and_of_the_approval() -> None:
    meeting = approved_meeting()
    review, approved = (
        OutboxEmail.objects.filter(message=name, about_public_id=meeting.public_id).first() for name in ("minutes_review", "minutes_approved")
    )
    with pytest.raises(CauseGone):
        _text(review)
    text = _text(approved)
    assert ("Prolonger l’essai 0" in text, "Rédiger le bilan 0" in text, "/l/" in text) == (True, True, True)
    correct_minutes(meeting=meeting, item=meeting.agenda.get(), text="Autre", why="Faute", seen_version=1, tell=True, by=HOUSE)
    with pytest.raises(CauseGone):
        _text(approved)
    assert "a été corrigé : Faute" in _text(OutboxEmail.objects.get(message="minutes_approved", params__number=2)).replace("\u00a0", " ")


def test_a_review_mail_says_until_when() -> None:
    meeting = reviewed_meeting()
    row = OutboxEmail.objects.get(message="minutes_review")
    assert "jusqu’au" in _text(row)
    close_review(meeting=meeting, by=HOUSE)
    with pytest.raises(CauseGone):
        _text(OutboxEmail.objects.get(pk=row.pk))

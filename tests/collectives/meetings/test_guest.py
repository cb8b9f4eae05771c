"""The link of a convocation: a choice and a button, everything refused in words, and a GET that writes nothing."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from collectives.meetings.emails import meeting_link
from collectives.meetings.enums import Answer
from collectives.meetings.models import Meeting, SeatAnswer
from collectives.meetings.roster import count_seats
from collectives.meetings.services import cancel_meeting, edit_meeting
from contacts.directory.models import Person
from labo_ess.links.services import path
from tests.factories.groups import PersonMemberFactory
from tests.factories.meetings import HOUSE, LONG_AGO, MeetingFactory, attendance_of, convened_meeting, holder, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _address(meeting: Meeting, person: Person, verb: str = "") -> str:
    return path(meeting_link(meeting=meeting, person=person, by=HOUSE), verb)


def _served(page: str) -> dict[str, str]:
    """What the first answer form serves, as a browser without a script would post it."""
    form = re.search(r'<form[^>]*data-verb="answer".*?</form>', page, re.DOTALL).group(0)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        fields[name] = next((value for value, chosen in values if chosen), values[0][0])
    return fields | {"note": ""}


@pytest.mark.parametrize("choice", ["yes", "no", "proxy"])
def test_the_served_fields_with_a_choice_are_valid(client: Client, choice: str) -> None:
    meeting = convened_meeting()
    member = meeting.collective.memberships.first()
    address = _address(meeting, holder(member))
    page = client.get(address).content.decode()
    assert set(re.findall(r'value="(\w+)"[^>]*data-choice="answer"', page)) | set(re.findall(r'data-choice="answer"[^>]*value="(\w+)"', page)) == {
        "yes",
        "no",
        "proxy",
    }
    assert ('data-state="open"' in page, " checked" in page) == (True, False)
    done = client.post(_address(meeting, holder(member), "answer"), _served(page) | {"choice": choice}, follow=True)
    assert (done.status_code, 'data-state="confirmed"' in done.content.decode()) == (200, True)
    assert attendance_of(meeting, member).answer == choice


def test_a_get_with_a_choice_writes_nothing(client: Client) -> None:
    meeting = convened_meeting()
    member = meeting.collective.memberships.first()
    answers = [client.get(_address(meeting, holder(member), verb), {"choice": "yes"}).status_code for verb in ("", "answer", "other")]
    assert (answers, SeatAnswer.objects.count()) == ([200, 200, 404], 0)


def test_bad_choices_are_told_beside_the_field(client: Client) -> None:
    meeting = convened_meeting()
    one, two, _three = meeting.collective.memberships.order_by("pk")
    act = _address(meeting, holder(one), "answer")
    served = _served(client.get(_address(meeting, holder(one))).content.decode())
    for given, words in (
        ({}, "Choisissez une réponse"),
        ({"choice": "maybe"}, "data-error"),
        ({"choice": "proxy", "proxy_to": str(one.public_id)}, "lui-même"),
    ):
        refused = client.post(act, served | given)
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
    client.post(_address(meeting, holder(two), "answer"), {"seat": two.public_id, "choice": "no"})
    late = client.post(act, served | {"choice": "proxy", "proxy_to": str(two.public_id)})
    assert (late.status_code, "ne sera pas présent" in late.content.decode()) == (422, True)
    assert attendance_of(meeting, one).answer == Answer.NONE


def test_a_double_post_and_an_old_tab_answer_once(client: Client) -> None:
    meeting = convened_meeting()
    member = meeting.collective.memberships.first()
    act, served = _address(meeting, holder(member), "answer"), _served(client.get(_address(meeting, holder(member))).content.decode())
    edit_meeting(meeting=meeting, seen_version=meeting.lock_version, starts_at=in_days(20), ends_at=in_days(20, 19), by=HOUSE)
    assert [client.post(act, served | {"choice": "yes"}).status_code for _ in range(2)] == [302, 302]
    assert SeatAnswer.objects.count() == 1


def test_after_the_meeting_and_once_cancelled_the_page_says_so(client: Client) -> None:
    meeting, other = convened_meeting(), convened_meeting()
    member, cancelled = meeting.collective.memberships.first(), other.collective.memberships.first()
    acts = [_address(meeting, holder(member), "answer"), _address(other, holder(cancelled), "answer")]
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1))
    cancel_meeting(meeting=other, by=HOUSE)
    for act, state in zip(acts, ("closed", "cancelled"), strict=True):
        late = client.post(act, {"choice": "yes"})
        page = late.content.decode()
        assert (late.status_code, f'data-state="{state}"' in page, "Rien n’a été enregistré" in page) == (409, True, True)
    assert SeatAnswer.objects.count() == 0


def test_a_draft_opens_nothing_and_a_stranger_has_no_form(client: Client) -> None:
    meeting = convened_meeting()
    draft = MeetingFactory()
    stranger = holder(PersonMemberFactory())
    assert client.get(_address(draft, stranger)).status_code == 404
    page = client.get(_address(meeting, stranger)).content.decode()
    assert ("data-verb" in page, 'data-state="closed"' in page) == (False, True)


def test_who_holds_two_seats_answers_for_each(client: Client) -> None:
    meeting = convened_meeting()
    structure = meeting.collective.memberships.filter(organisation__isnull=False).get()
    person = holder(structure)
    own = PersonMemberFactory(collective=meeting.collective, person=person, since_on=LONG_AGO)
    page = client.get(_address(meeting, person)).content.decode()
    assert page.count('data-verb="answer"') == 2
    for member, choice in ((own, "no"), (structure, "yes")):
        client.post(_address(meeting, person, "answer"), {"seat": member.public_id, "choice": choice})
    assert [attendance_of(meeting, member).answer for member in (own, structure)] == ["no", "yes"]


def test_the_meeting_for_an_agenda(client: Client) -> None:
    meeting = convened_meeting()
    response = client.get(_address(meeting, holder(meeting.collective.memberships.first()), "agenda"))
    assert (response.status_code, b"ATTENDEE" in response.content, str(meeting.public_id).encode() in response.content) == (200, False, True)


def test_seats_prints_what_is_counted(capsys: pytest.CaptureFixture) -> None:
    meeting = convened_meeting()
    call_command("seats", str(meeting.public_id), "--json")
    printed = json.loads(capsys.readouterr().out)
    assert printed == {
        "state": "convened", "seats": 3, "answers": {"yes": 0, "no": 0, "proxy": 0, "none": 3}, "present": 0, "represented": 0, "excused": 0,
        "absent": 3, "quorum": 0, "reached": True,
    }  # fmt: skip
    assert printed["absent"] == count_seats(meeting).absent

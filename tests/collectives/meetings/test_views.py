"""Staff pages of meetings: who sees them, what they refuse, what they cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collectives.meetings.models import AgendaItem, Meeting
from collectives.meetings.prints import sheet_context
from collectives.meetings.roster import count_seats
from labo_ess.accounts.roles import Role
from labo_ess.jobs.models import Job
from labo_ess.outbox.models import OutboxEmail
from tests.factories.groups import CollectiveFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, convened_meeting, held_meeting, in_days, person_seat

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _at(name: str, meeting: Meeting, *more: object) -> str:
    return reverse(f"collectives:meetings:{name}", args=[meeting.collective.slug, meeting.public_id, *more])


def _form(**fields: object) -> dict[str, object]:
    day = f"{in_days(9):%Y-%m-%d}"
    return {"title": "Suivi", "date": day, "starts": "17:00", "ends": "18:30", "place": "", "link": "", "introduction": ""} | fields


def test_a_meeting_is_prepared_then_convened_with_the_exact_count(team: Client) -> None:
    collective = CollectiveFactory()
    person_seat(collective)
    made = team.post(reverse("collectives:meetings:new", args=[collective.slug]), _form())
    meeting = Meeting.objects.get()
    assert (made.status_code, made["Location"]) == (302, _at("page", meeting))
    page = team.get(_at("convene", meeting)).content.decode()
    assert ("Envoyer 1 convocation" in page, OutboxEmail.objects.count()) == (True, 0)
    text = {"subject": "Réunion", "body": "{ordre_du_jour} {lien}", "expected": 1}
    assert team.post(_at("convene", meeting), text | {"expected": 2}).status_code == 422
    assert (team.post(_at("convene", meeting), text | {"relire": "1"}).status_code, OutboxEmail.objects.count()) == (200, 0)
    assert (team.post(_at("convene", meeting), text).status_code, OutboxEmail.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts": "18:30", "ends": "17:00"}, "finit avant d’avoir commencé"),
        ({"date": "31/02/2027"}, "n’existe pas"),
        ({"date": "1812-01-01"}, "vraisemblable"),
        ({"link": "javascript:alert(1)"}, "adresse web"),
        ({"title": ""}, 'data-error="title"'),
        ({"starts": "25 h"}, "pas lisible"),
    ],
)
def test_bad_input_is_told_and_nothing_is_made(team: Client, given: dict, words: str) -> None:
    collective = CollectiveFactory()
    refused = team.post(reverse("collectives:meetings:new", args=[collective.slug]), _form(**given))
    assert (refused.status_code, words in refused.content.decode(), Meeting.objects.count()) == (422, True, 0)


def test_bad_words_between_braces_are_named(team: Client) -> None:
    meeting = MeetingFactory()
    person_seat(meeting.collective)
    refused = team.post(_at("convene", meeting), {"subject": "Réunion", "body": "Bonjour {prenom}", "expected": 1})
    assert (refused.status_code, "{prenom}" in refused.content.decode(), OutboxEmail.objects.count()) == (422, True, 0)


def test_a_past_meeting_is_recorded_by_its_page(team: Client) -> None:
    meeting = MeetingFactory(starts_at=in_days(-3))
    person_seat(meeting.collective)
    refused = team.post(_at("convene", meeting), {"subject": "Réunion", "body": "Texte", "expected": 1})
    assert (refused.status_code, "date passée" in refused.content.decode()) == (422, True)
    team.post(_at("hold", meeting))
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_points_are_added_moved_and_taken_off(team: Client) -> None:
    meeting = MeetingFactory()
    for title in ("Un", "Deux"):
        team.post(_at("add_item", meeting), {"title": title, "minutes": "20", "presenter": ""})
    one, two = meeting.agenda.all()
    team.post(_at("item_act", meeting, two.public_id, "monter"))
    assert [item.title for item in meeting.agenda.all()] == ["Deux", "Un"]
    assert team.post(_at("item", meeting, one.public_id), {"title": "Autre", "minutes": "0"}).status_code == 422
    team.post(_at("item_act", meeting, one.public_id, "retirer"))
    assert (AgendaItem.objects.count(), team.post(_at("item_act", meeting, two.public_id, "danser")).status_code) == (1, 404)


def test_presences_note_only_the_lines_that_changed(team: Client) -> None:
    meeting = held_meeting()
    one, two, _three = meeting.collective.memberships.order_by("pk")
    names = [f"presence-{member.public_id}" for member in (one, two)]
    seen = {f"seen-{member.public_id}": "unknown" for member in (one, two)}
    team.post(_at("presences", meeting), seen | {names[0]: f"present:{one.person.public_id}", names[1]: "unknown"})
    team.post(_at("presences", meeting), seen | {names[0]: "unknown", names[1]: f"represented:{one.public_id}"})
    counted = count_seats(meeting)
    assert (counted.present, counted.represented) == (1, 1)
    told = team.post(_at("presences", meeting), {names[0]: f"represented:{two.public_id}"}, follow=True)
    assert "en cercle" in told.content.decode()
    for nonsense in ("danse", "present:1", f"present:{two.person.public_id}", "represented:x"):
        assert team.post(_at("presences", meeting), {names[0]: nonsense}, follow=True).status_code == 200
    assert count_seats(meeting) == counted


def test_the_sheet_is_a_job_with_every_seat(team: Client) -> None:
    meeting = held_meeting(4)
    assert (team.post(_at("sheet", meeting)).status_code, Job.objects.get().kind) == (302, "meeting_sheet")
    assert len(sheet_context(meeting)["seats"]) == 4


def test_a_referent_edits_in_its_demarche_and_sees_nothing_else(client_of) -> None:  # type: ignore[no-untyped-def]
    theirs, other = MeetingFactory(), MeetingFactory()
    referent = client_of(Role.REFERENT)
    theirs.collective.process.referents.add(referent.user)
    assert [referent.get(_at("page", meeting)).status_code for meeting in (theirs, other)] == [200, 404]
    assert [referent.post(_at("edit", meeting), _form(lock_version=1)).status_code for meeting in (theirs, other)] == [302, 404]
    assert client_of(Role.READER).post(_at("edit", theirs), _form()).status_code == 403


def test_the_list_costs_the_same_for_one_three_and_three_hundred(team: Client) -> None:
    collective = CollectiveFactory()
    costs = []
    for number in (1, 2, 297):
        Meeting.objects.bulk_create(MeetingFactory.build(collective=collective) for _ in range(number))
        with CaptureQueriesContext(connection) as queries:
            page = team.get(reverse("collectives:meetings:list", args=[collective.slug]))
        costs.append(len(queries))
    assert ('data-count="300"' in page.content.decode(), costs[1:]) == (True, costs[:1] * 2)


def test_a_meeting_costs_the_same_for_one_and_three_rows(team: Client) -> None:
    small, large = convened_meeting(2), convened_meeting(6)
    AgendaItemFactory(meeting=small)
    AgendaItemFactory.create_batch(3, meeting=large)
    costs = []
    for meeting in (small, large):
        with CaptureQueriesContext(connection) as queries:
            assert team.get(_at("page", meeting)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_every_page_opens(team: Client) -> None:
    for meeting in (MeetingFactory(), convened_meeting(), held_meeting()):
        AgendaItemFactory(meeting=meeting)
        assert [team.get(_at(name, meeting)).status_code for name in ("page", "edit", "convene", "cancel", "event")] == [200] * 5

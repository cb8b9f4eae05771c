"""The room, the minutes and the register: what they show, what they refuse, what they cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collectives.actions.models import Action
from collectives.meetings.models import Decision, Meeting
from collectives.minutes.record import minutes_of
from collectives.notes.models import Extract, NoteRevision
from labo_ess.accounts.roles import Role
from labo_ess.jobs.models import Job
from labo_ess.jobs.services import run_now
from tests.factories.meetings import AgendaItemFactory, approved_meeting, convened_meeting, held_meeting, noted_meeting, reviewed_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _at(name: str, meeting: Meeting, *more: object) -> str:
    return reverse(f"collectives:minutes:{name}", args=[meeting.collective.slug, meeting.public_id, *more])


def _notes(meeting: Meeting, texts: list[str], versions: list[int]) -> dict[str, object]:
    items = list(meeting.agenda.all())
    fields: dict[str, object] = {f"text-{item.public_id}": text for item, text in zip(items, texts, strict=True)}
    return fields | {f"version-{item.public_id}": version for item, version in zip(items, versions, strict=True)}


def _words() -> list[str]:
    return [revision.text for revision in NoteRevision.objects.order_by("note", "number")]


def test_notes_of_several_points_are_saved_together(team: Client) -> None:
    meeting = convened_meeting()
    AgendaItemFactory.create_batch(2, meeting=meeting)
    assert team.post(_at("notes", meeting), _notes(meeting, ["Un", ""], [0, 0])).status_code == 302
    assert team.post(_at("notes", meeting), _notes(meeting, ["Un", "Deux"], [1, 0])).status_code == 302
    assert _words() == ["Un", "Deux"]


def test_two_people_who_write_at_once_lose_no_word(team: Client) -> None:
    meeting = convened_meeting()
    one, _two = AgendaItemFactory.create_batch(2, meeting=meeting)
    team.post(_at("notes", meeting), _notes(meeting, ["De Lou", ""], [0, 0]))
    clash = team.post(_at("notes", meeting), _notes(meeting, ["De Sol", "Autre point"], [0, 0]))
    page = clash.content.decode()
    assert (clash.status_code, "De Lou" in page, "De Sol" in page, _words()) == (409, True, True, ["De Lou", "Autre point"])
    both = _notes(meeting, ["De Lou\n\nDe Sol", "Autre point"], [0, 0]) | {"lock_version": 1}
    assert team.post(f"{_at('notes', meeting)}?point={one.public_id}", both).status_code == 302
    assert _words() == ["De Lou", "De Lou\n\nDe Sol", "Autre point"]


def test_decisions_and_actions_are_rows_under_their_point(team: Client) -> None:
    meeting = held_meeting()
    item = AgendaItemFactory(meeting=meeting)
    team.post(_at("decide", meeting, item.public_id), {"text": "Prolonger", "state": "actee", "review_on": ""})
    decision = Decision.objects.get()
    team.post(_at("act", meeting, item.public_id), {"title": "Écrire", "owner": "", "due_on": "", "decision": decision.public_id})
    page = team.get(_at("room", meeting)).content.decode()
    assert ("Prolonger" in page, "Écrire" in page, Action.objects.get().decisions.get()) == (True, True, decision)
    for name, given in (("decide", {"text": "", "state": "actee"}), ("act", {"title": ""}), ("act", {"title": "x", "due_on": "01/01/2001"})):
        refused = team.post(_at(name, meeting, item.public_id), given)
        assert (refused.status_code, "data-error" in refused.content.decode()) == (422, True)
    assert (Decision.objects.count(), Action.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["room", "read"])
def test_a_page_costs_the_same_for_one_and_three_rows(team: Client, name: str) -> None:
    costs = []
    for meeting in (noted_meeting(seats=2, points=1), noted_meeting(seats=5, points=3)):
        with CaptureQueriesContext(connection) as queries:
            assert team.get(_at(name, meeting)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_review_approval_and_correction_by_their_page(team: Client) -> None:
    meeting = noted_meeting()
    assert "2001" not in team.post(_at("review", meeting), {"comment_until": "01/01/2001"}).headers.get("Location", "")
    team.post(_at("review", meeting), {"comment_until": "01/01/2099"})
    team.post(_at("approve", meeting), {"tell": "1"})
    item = meeting.agenda.get()
    refused = team.post(_at("correct", meeting, item.public_id), {"text": "Autre", "why": "", "lock_version": 1})
    assert (refused.status_code, 'data-error="why"' in refused.content.decode()) == (422, True)
    team.post(_at("correct", meeting, item.public_id), {"text": "Autre", "why": "Faute", "lock_version": 1})
    page = team.get(_at("read", meeting)).content.decode()
    assert ('data-state="approved"' in page, "Faute" in page, "Autre" in page) == (True, True, True)
    assert "ne change plus" in team.post(_at("notes", meeting), _notes(meeting, ["Encore"], [2]), follow=True).content.decode()


def test_a_passage_is_taken_word_for_word(team: Client) -> None:
    meeting = reviewed_meeting()
    address = _at("passage", meeting, meeting.agenda.get().public_id)
    assert team.get(address).status_code == 200
    given = {"kind": "constat", "text": "hébergé par la Cress", "speaker": "Bérénice", "may_quote": "sans_nom", "form_key": "k"}
    for bad, field in (({"kind": ""}, "kind"), ({"text": "jamais dit"}, "text"), ({"may_quote": "x"}, "may_quote")):
        refused = team.post(address, given | bad)
        assert (refused.status_code, f'data-error="{field}"' in refused.content.decode()) == (422, True)
    assert [team.post(address, given).status_code for _ in range(2)] == [302, 302]
    assert (Extract.objects.get().text, Extract.objects.get().note.agenda_item.meeting) == ("hébergé par la Cress", meeting)


def test_the_pdf_is_a_job_then_the_kept_file(team: Client) -> None:
    meeting = approved_meeting()
    assert team.post(_at("pdf", meeting)).status_code == 302
    job = run_now(Job.objects.get())
    assert (job.state, job.file.read(5), job.file_name.startswith("compte-rendu-")) == ("done", b"%PDF-", True)
    again = team.post(_at("pdf", meeting))
    assert (again["Content-Type"], Job.objects.count()) == ("application/pdf", 1)


def test_the_releve_and_the_sheet_alone(team: Client) -> None:
    meeting = noted_meeting()
    team.post(_at("decisions_pdf", meeting))
    team.post(reverse("collectives:meetings:sheet", args=[meeting.collective.slug, meeting.public_id]))
    assert [(run_now(job).state, job.file_name.split("-")[0]) for job in Job.objects.order_by("pk")] == [("done", "releve"), ("done", "emargement")]


def test_the_register_finds_decisions_of_every_group(team: Client) -> None:
    one, two = noted_meeting(), noted_meeting()
    address = reverse("collectives:minutes:register")
    assert 'data-count="2"' in team.get(address).content.decode()
    for query in (
        {"q": "prolonger essai", "collectif": one.collective.slug},
        {"demarche": two.collective.process.slug},
        {"etat": "ouvertes", "collectif": one.collective.slug},
    ):
        assert 'data-count="1"' in team.get(address, query).content.decode()
    assert 'data-count="0"' in team.get(address, {"etat": "appliquees"}).content.decode()
    exported = team.get(address, {"format": "csv-ouvert"}).content.decode()
    assert (exported.count("Prolonger"), one.collective.process.name in exported) == (2, True)
    assert team.get(address, {"format": "xlsx"}).status_code == 200


def test_the_register_costs_the_same_for_one_three_and_three_hundred(team: Client) -> None:
    meeting = noted_meeting()
    costs = []
    for more in (0, 2, 297):
        Decision.objects.bulk_create(
            Decision(collective=meeting.collective, meeting=meeting, text=f"Décision {n}", decided_on=meeting.starts_at.date()) for n in range(more)
        )
        with CaptureQueriesContext(connection) as queries:
            page = team.get(reverse("collectives:minutes:register")).content.decode()
        costs.append(len(queries))
    assert ('data-count="300"' in page, len(set(costs))) == (True, 1)


def test_a_decision_changes_state_and_words_on_its_page(team: Client) -> None:
    decision = Decision.objects.get(meeting=noted_meeting())
    page, act = (reverse(f"collectives:minutes:{name}", args=[decision.public_id]) for name in ("decision", "pass_decision"))
    team.post(act, {"state": "appliquee"})
    team.post(act, {"state": "danse"})
    team.post(page, {"text": "Prolonger d’un an", "review_on": ""})
    decision.refresh_from_db()
    assert (decision.state, decision.text, team.get(page).status_code) == ("appliquee", "Prolonger d’un an", 200)
    assert "ne peut pas passer" in team.post(act, {"state": "a_confirmer"}, follow=True).content.decode()


def test_a_referent_and_a_reader(client_of) -> None:  # type: ignore[no-untyped-def]
    theirs, other = noted_meeting(), noted_meeting()
    referent, reader = client_of(Role.REFERENT), client_of(Role.READER)
    theirs.collective.process.referents.add(referent.user)
    assert [referent.get(_at("room", meeting)).status_code for meeting in (theirs, other)] == [200, 404]
    assert 'data-count="1"' in referent.get(reverse("collectives:minutes:register")).content.decode()
    assert referent.get(reverse("collectives:minutes:decision", args=[Decision.objects.get(meeting=other).public_id])).status_code == 404
    assert [reader.get(_at("room", theirs)).status_code, reader.post(_at("notes", theirs)).status_code] == [200, 403]
    assert "textarea" not in reader.get(_at("room", theirs)).content.decode()
    assert minutes_of(theirs).count.present == 1

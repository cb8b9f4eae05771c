"""« Restitutions » for the team."""

import re

import pytest

from collectives.notes.models import Extract
from events.restitution.models import SessionReport
from labo_ess.links.models import SecretLink
from tests.factories.notes import extract_in
from tests.factories.programme import SessionRoleFactory
from tests.factories.registration import AtelierFactory
from tests.factories.synthesis import atelier_report

pytestmark = pytest.mark.django_db
NEED = {"kind": "besoin", "text": "Un local chauffé", "speaker": "", "may_quote": "sans_nom", "form_key": "k"}


def listing(day) -> str:
    return f"/bureau/journees/{day.slug}/restitutions/"


def one(report: SessionReport, rest: str = "") -> str:
    return f"{listing(report.session.day)}{report.public_id}/{rest}"


def test_the_link_is_made_once_and_revoked(team) -> None:
    session = AtelierFactory(title="Réemploi")
    for _ in range(2):
        team.post(f"{listing(session.day)}seances/{session.public_id}/fiche/")
    page = team.get(listing(session.day)).content.decode()
    assert (SecretLink.objects.count(), SessionReport.objects.count(), "/l/" in page) == (1, 1, True)
    team.post(one(SessionReport.objects.get(), "lien/desactiver/"))
    assert SecretLink.objects.living().count() == 0


def test_the_list_names_every_atelier_and_its_extracts(team) -> None:
    report = atelier_report(title="Réemploi")
    AtelierFactory(day=report.session.day, title="Mobilités")
    for _ in range(2):
        extract_in(report.note)
    page = team.get(listing(report.session.day)).content.decode()
    assert (re.search(r'data-count="2"', page) is not None, "2 extraits" in page, "Mobilités" in page) == (True, True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_and_three(team, number: int, django_assert_max_num_queries) -> None:
    report = atelier_report()
    for rank in range(number - 1):
        atelier_report(report.session.day, f"Autre {rank}")
    for session in report.session.day.sessions.all():
        SessionRoleFactory(session=session, role="rapporteur")
        team.post(f"{listing(session.day)}seances/{session.public_id}/fiche/")
    with django_assert_max_num_queries(14):
        team.get(listing(report.session.day))


def test_the_team_adds_corrects_stars_and_withdraws(team) -> None:
    report = atelier_report()
    team.post(one(report, "extraits/"), NEED)
    extract = Extract.objects.get()
    here = one(report, f"extraits/{extract.public_id}/")
    assert team.get(here).status_code == 200
    team.post(here, {**NEED, "text": "Un hangar chauffé", "lock_version": 1})
    team.post(f"{here}pleniere/")
    extract.refresh_from_db()
    assert (extract.text, extract.starred) == ("Un hangar chauffé", True)
    team.post(f"{here}retirer/")
    assert "Annuler" in team.get(one(report)).content.decode()
    team.post(f"{here}remettre/")
    assert (Extract.objects.standing().count(), team.post(f"{here}autre/").status_code) == (1, 404)


def test_notes_and_corrections_meet_the_conflict_page(team) -> None:
    report = atelier_report()
    team.post(one(report, "notes/"), {"text": "Ada", "lock_version": 0})
    answer = team.post(one(report, "notes/"), {"text": "Bob", "lock_version": 0})
    assert (answer.status_code, "Ada" in answer.content.decode(), "Bob" in answer.content.decode()) == (409, True, True)


def test_bad_input_is_refused(team) -> None:
    report = atelier_report()
    assert team.post(one(report, "extraits/"), {**NEED, "text": ""}).status_code == 422
    assert team.post(one(report, "notes/"), {"text": "x"}).status_code == 422
    assert team.post(f"{listing(report.session.day)}seances/{report.public_id}/fiche/").status_code == 404


def test_readers_read_and_others_find_nothing(reader, referent) -> None:
    report = atelier_report()
    extract = extract_in(report.note, "Dit en séance")
    page = reader.get(one(report)).content.decode()
    assert ("Dit en séance" in page, "Ajouter à la fiche" in page) == (True, False)
    assert reader.get(one(report, f"extraits/{extract.public_id}/")).status_code == 403
    for rest in ("extraits/", "notes/", "terminer/", "lien/desactiver/", f"extraits/{extract.public_id}/retirer/"):
        assert (reader.post(one(report, rest)).status_code, referent.post(one(report, rest)).status_code) == (403, 404)
    assert (referent.get(one(report)).status_code, referent.get(listing(report.session.day)).status_code) == (404, 404)


def test_the_team_finishes_and_reopens(team) -> None:
    report = atelier_report()
    team.post(one(report, "terminer/"))
    assert SessionReport.objects.get().finished_at is not None
    team.post(one(report, "terminer/"), {"rouvrir": "1"})
    assert SessionReport.objects.get().finished_at is None

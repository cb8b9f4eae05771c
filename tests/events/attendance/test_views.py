"""« Jour J » for the team, and the feuille d'émargement."""

import io

import pikepdf
import pytest

from events.attendance.models import CheckIn
from events.attendance.prints import make_sheet, sheet_name
from events.attendance.services import check_in
from labo_ess.jobs.models import Job
from labo_ess.jobs.services import run_now
from labo_ess.links.models import SecretLink
from tests.documents import pdf_text
from tests.factories.attendance import HOUSE, chosen, expected, today

pytestmark = pytest.mark.django_db


def url(day, rest: str = "") -> str:
    return f"/bureau/journees/{day.slug}/jour-j/{rest}"


def test_the_team_makes_the_link_and_revokes_it(team) -> None:
    day = today()
    team.post(url(day, "lien/"))
    team.post(url(day, "lien/"))
    assert (SecretLink.objects.count(), "/l/" in team.get(url(day)).content.decode()) == (1, True)
    team.post(url(day, "lien/desactiver/"))
    assert (SecretLink.objects.living().count(), "/l/" in team.get(url(day)).content.decode()) == (0, False)


def test_the_team_notes_presences_too(team) -> None:
    registration = expected(today())
    team.post(url(registration.day, "presence/"), {"registration": registration.public_id})
    assert CheckIn.objects.standing().count() == 1
    team.post(url(registration.day, "presence/"), {"registration": registration.public_id, "undo": "1"})
    assert CheckIn.objects.standing().count() == 0
    assert team.post(url(registration.day, "presence/"), {"registration": "x"}).status_code == 302


def test_readers_look_and_do_not_touch(reader, referent, client) -> None:
    day = today()
    expected(day, "Roncevert")
    page = reader.get(url(day))
    assert (page.status_code, "Roncevert" in page.content.decode(), "Créer le lien" in page.content.decode()) == (200, True, False)
    for rest in ("lien/", "lien/desactiver/", "presence/", "emargement/"):
        assert (reader.post(url(day, rest)).status_code, referent.post(url(day, rest)).status_code) == (403, 404)
    assert (referent.get(url(day)).status_code, client.get(url(day)).status_code) == (404, 302)


def test_a_reader_does_not_see_the_door(team, reader) -> None:
    day = today()
    team.post(url(day, "lien/"))
    assert "/l/" not in reader.get(url(day)).content.decode()


def test_the_sheet_is_a_job_with_a_file(team) -> None:
    day = today()
    expected(day, "Roncevert", "Élie", structure="Scop des Prés")
    answer = team.post(url(day, "emargement/"))
    job = run_now(Job.objects.get())
    assert (answer["Location"], job.state, job.file_name) == (job.get_absolute_url(), "done", sheet_name(day))
    text = pdf_text(job.file.read())
    assert "Roncevert Élie" in text
    assert "Scop des Prés" in text


def test_the_sheet_of_a_session_names_only_those_who_chose_it(team) -> None:
    day = today()
    atelier = chosen(expected(day, "Dedans"), "Réemploi")
    expected(day, "Dehors")
    team.post(url(day, "emargement/"), {"session": atelier.public_id})
    text = pdf_text(run_now(Job.objects.get()).file.read())
    assert ("Dedans" in text, "Dehors" in text, "Réemploi" in text) == (True, False, True)


def test_a_session_that_left_is_refused_clearly(team) -> None:
    day = today()
    atelier = chosen(expected(day), "Réemploi")
    team.post(url(day, "emargement/"), {"session": atelier.public_id})
    Job.objects.update(params={"session": str(expected(today()).public_id)})
    job = run_now(Job.objects.get())
    assert (job.state, "plus au programme" in job.error) == ("failed", True)
    assert team.post(url(day, "emargement/"), {"session": "x"}).status_code == 404


def test_the_sheet_is_tagged_named_and_in_french() -> None:
    day = today()
    for name in ("Zola", "Élan", "Bel"):
        expected(day, name)
    data = make_sheet(day)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        assert (bool(root.MarkInfo.Marked), str(root.Lang), "/StructTreeRoot" in root) == (True, "fr", True)
        assert "Feuille d’émargement" in str(pdf.docinfo["/Title"])
    text = pdf_text(data)
    assert text.index("Bel") < text.index("Élan") < text.index("Zola")


def test_only_name_structure_and_signature_are_printed() -> None:
    registration = expected(today(), "Roncevert", "Élie", needs="fauteuil", function="Maire")
    check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    text = pdf_text(make_sheet(registration.day))
    assert ("fauteuil" in text, "Maire" in text, "Présent" in text) == (False, False, False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_one_and_three(team, number: int, django_assert_max_num_queries) -> None:
    day = today()
    for rank in range(number):
        chosen(expected(day, f"Nom{rank}"))
    with django_assert_max_num_queries(12):
        team.get(url(day))

"""The composer: text at the left, what was said at the right, every act one button."""

import re
from uuid import uuid4

import pytest

from collectives.notes.services import correct_extract
from labo_ess.jobs.models import Job
from labo_ess.jobs.services import run_now
from reports.synthesis.models import Sentence, Source, Synthesis
from reports.synthesis.services import take_extract, write_sentence
from tests.factories.synthesis import HOUSE, first_section, said, synthesis_of

pytestmark = pytest.mark.django_db


def url(synthesis: Synthesis, rest: str = "") -> str:
    return f"/bureau/syntheses/{synthesis.public_id}/{rest}"


def in_first(synthesis: Synthesis, rest: str) -> str:
    return url(synthesis, f"parties/{first_section(synthesis).public_id}/{rest}")


def test_the_tab_makes_it_once(team) -> None:
    day = synthesis_of().day
    Synthesis.objects.all().delete()
    here = f"/bureau/journees/{day.slug}/synthese/"
    assert "Créer la synthèse" in team.get(here).content.decode()
    for _ in range(2):
        answer = team.post(here)
    assert (Synthesis.objects.count(), answer["Location"]) == (1, url(Synthesis.objects.get()))
    assert "Composer la synthèse" in team.get(here).content.decode()


def test_taking_an_extract_comes_back_to_the_sentence_with_the_filters(team) -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, kind="besoin")
    answer = team.post(in_first(synthesis, f"reprendre/{extract.public_id}/?nature=besoin"))
    assert answer["Location"] == url(synthesis, f"?nature=besoin#phrase-{Sentence.objects.get().public_id}")


def test_filters_by_kind_session_and_use(team) -> None:
    synthesis = synthesis_of()
    day = synthesis.day
    used, need = said(day, "Premier constat noté"), said(day, "Un besoin noté", title="Mobilités", kind="besoin")
    take_extract(section=first_section(synthesis), extract=used, by=HOUSE)
    session = need.note.session_report.session.public_id
    for query, found in (
        ("", [used, need]),
        ("nature=besoin", [need]),
        (f"seance={session}", [need]),
        ("libres=1", [need]),
        ("nature=x&seance=y", [used, need]),
    ):
        page = team.get(url(synthesis, f"?{query}")).content.decode()
        assert re.findall(r'data-extract="([^"]+)"', page) == [str(each.public_id) for each in found]


def test_the_authors_own_sentence_is_marked(team) -> None:
    synthesis = synthesis_of()
    team.post(in_first(synthesis, "phrases/"), {"text": "Notre avis."})
    page = team.get(url(synthesis)).content.decode()
    assert ("sentence-own" in page, 'data-own="true"' in page, "Phrase de l’auteur·rice" in page) == (True, True, True)


def test_a_quotation_refused_is_said_and_what_was_typed_stays(team) -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, "Nous avons perdu trois ans", may_quote="non")
    page = team.get(url(synthesis)).content.decode()
    assert ("Dire l’idée autrement" in page, f"reprendre/{extract.public_id}" in page) == (True, False)
    answer = team.post(in_first(synthesis, "phrases/"), {"text": "Nous avons perdu trois ans, oui", "extract": extract.public_id})
    page = answer.content.decode()
    assert (answer.status_code, 'data-error="text"' in page, "perdu trois ans, oui" in page) == (422, True, True)
    assert team.post(in_first(synthesis, f"reprendre/{extract.public_id}/"), follow=True).status_code == 200
    assert Sentence.objects.count() == 0


@pytest.mark.parametrize("data", [{"text": ""}, {"text": "x" * 5001}, {"text": "x", "extract": "abc"}])
def test_bad_sentences_are_refused(team, data: dict) -> None:
    synthesis = synthesis_of()
    assert team.post(in_first(synthesis, "phrases/"), data).status_code == 422
    assert Sentence.objects.count() == 0


@pytest.mark.parametrize("title", ["", "x" * 300, "\r\n"])
def test_bad_headings_are_refused(team, title: str) -> None:
    synthesis = synthesis_of()
    assert team.post(url(synthesis, "parties/"), {"title": title}).status_code == 422
    assert synthesis.sections.count() == 1


def test_removing_offers_to_undo(team) -> None:
    synthesis = synthesis_of()
    sentence = write_sentence(section=first_section(synthesis), text="À retirer.", by=HOUSE)
    here = url(synthesis, f"phrases/{sentence.public_id}/")
    page = team.post(f"{here}retirer/", follow=True).content.decode()
    assert (f"{here}remettre/" in page, "Passages retirés" in page) == (True, True)
    team.post(f"{here}remettre/")
    assert Sentence.objects.alive().count() == 1


def test_two_editors_meet_the_conflict_page(team) -> None:
    synthesis = synthesis_of()
    sentence = write_sentence(section=first_section(synthesis), text="Un.", by=HOUSE)
    here = url(synthesis, f"phrases/{sentence.public_id}/")
    data = {"section": first_section(synthesis).public_id, "lock_version": 1}
    assert team.post(here, {**data, "text": "Deux."}).status_code == 302
    answer = team.post(here, {**data, "text": "Trois."})
    assert (answer.status_code, "Deux." in answer.content.decode(), "Trois." in answer.content.decode()) == (409, True, True)


def test_the_front_has_a_version_too(team) -> None:
    synthesis = synthesis_of()
    here = url(synthesis, "introduction/")
    assert team.post(here, {"title": "T", "introduction": "Ada", "lock_version": 1}).status_code == 302
    answer = team.post(here, {"title": "T", "introduction": "Bob", "lock_version": 1})
    assert (answer.status_code, "Ada" in answer.content.decode(), "Bob" in answer.content.decode()) == (409, True, True)
    assert team.post(here, {"title": "", "lock_version": 2}).status_code == 422


def test_a_changed_source_is_flagged_then_confirmed(team) -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, "Les locaux manquent")
    sentence = take_extract(section=first_section(synthesis), extract=extract, by=HOUSE)
    correct_extract(extract=extract, text="Les hangars manquent", by=HOUSE)
    assert "À revoir" in team.get(url(synthesis)).content.decode()
    page = team.get(url(synthesis, f"phrases/{sentence.public_id}/")).content.decode()
    assert ("Les locaux manquent" in page, "Les hangars manquent" in page) == (True, True)
    team.post(url(synthesis, f"sources/{Source.objects.get().public_id}/relue/"))
    assert "À revoir" not in team.get(url(synthesis)).content.decode()


def test_sources_are_tied_and_untied(team) -> None:
    synthesis = synthesis_of()
    sentence = write_sentence(section=first_section(synthesis), text="Un.", by=HOUSE)
    extract = said(synthesis.day)
    team.post(url(synthesis, "sources/"), {"sentence": sentence.public_id, "extract": extract.public_id, "kind": "nuance"})
    source = Source.objects.get()
    assert source.kind == "nuance"
    assert team.post(url(synthesis, "sources/"), {"sentence": "x", "extract": extract.public_id}).status_code == 302
    team.post(url(synthesis, f"sources/{source.public_id}/detacher/"))
    assert Source.objects.count() == 0


def test_what_belongs_elsewhere_is_404(team) -> None:
    synthesis, other = synthesis_of(), synthesis_of()
    sentence = write_sentence(section=first_section(other), text="Ailleurs.", by=HOUSE)
    extract = said(other.day)
    for rest in (
        f"phrases/{sentence.public_id}/retirer/",
        f"parties/{first_section(other).public_id}/retirer/",
        f"parties/{first_section(synthesis).public_id}/reprendre/{extract.public_id}/",
        f"sources/{uuid4()}/relue/",
        f"parties/{first_section(synthesis).public_id}/autre/",
    ):
        assert team.post(url(synthesis, rest)).status_code == 404


def test_readers_read_and_others_find_nothing(reader, referent, client) -> None:
    synthesis = synthesis_of()
    said(synthesis.day)
    page = reader.get(url(synthesis)).content.decode()
    assert ("Reprendre" in page, "Modifier" in page) == (False, False)
    for rest in ("introduction/", f"parties/{first_section(synthesis).public_id}/"):
        assert (reader.get(url(synthesis, rest)).status_code, referent.get(url(synthesis, rest)).status_code) == (403, 404)
    for rest in ("parties/", "corbeille/", "sources/"):
        assert (reader.post(url(synthesis, rest)).status_code, referent.post(url(synthesis, rest)).status_code) == (403, 404)
    assert reader.post(f"/bureau/journees/{synthesis.day.slug}/synthese/").status_code == 403
    assert (referent.get(url(synthesis)).status_code, client.get(url(synthesis)).status_code) == (404, 302)


def test_the_page_to_read_has_the_same_content(team) -> None:
    synthesis = synthesis_of()
    take_extract(section=first_section(synthesis), extract=said(synthesis.day, "Les locaux manquent"), by=HOUSE)
    page = team.get(url(synthesis, "lire/")).content.decode()
    assert ("Les locaux manquent." in page, page.count("<h1"), 'data-page="synthesis-read"' in page) == (True, 1, True)


def test_the_pdf_is_made_by_a_job_then_served(reader) -> None:
    synthesis = synthesis_of()
    assert "Aucun PDF" in reader.get(url(synthesis, "pdf/")).content.decode()
    answer = reader.post(url(synthesis, "pdf/"))
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    run_now(job)
    served = reader.get(url(synthesis, "pdf/"))
    assert (served["Content-Type"], b"".join(served.streaming_content)[:5]) == ("application/pdf", b"%PDF-")
    write_sentence(section=first_section(synthesis), text="Neuf.", by=HOUSE)
    assert "a changé depuis" in reader.get(url(synthesis, "pdf/")).content.decode()


def test_the_list_and_the_corbeille(team) -> None:
    synthesis = synthesis_of()
    said(synthesis.day)
    assert 'data-count="1"' in team.get("/bureau/syntheses/").content.decode()
    page = team.post(url(synthesis, "corbeille/"), follow=True).content.decode()
    assert ('data-count="0"' in page, "attendent leur synthèse" in page, "1 extrait noté" in page) == (True, True, True)
    assert team.get(url(synthesis)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_composer_costs_the_same_with_one_and_three(team, number: int, django_assert_max_num_queries) -> None:
    synthesis = synthesis_of()
    for rank in range(number):
        take_extract(section=first_section(synthesis), extract=said(synthesis.day, title=f"Atelier {rank}"), by=HOUSE)
    with django_assert_max_num_queries(12):
        team.get(url(synthesis))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_one_and_three(team, number: int, django_assert_max_num_queries) -> None:
    for _ in range(number):
        synthesis_of()
    with django_assert_max_num_queries(8):
        team.get("/bureau/syntheses/")

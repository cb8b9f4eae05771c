"""The document: its words, its sources, its PDF."""

import io
import json
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string

from collectives.notes.services import correct_extract
from events.attendance.services import check_in
from labo_ess.jobs.models import Job
from labo_ess.jobs.services import run_now, start
from labo_ess.text.typography import typo_html
from reports.synthesis.models import Synthesis
from reports.synthesis.prints import count_pages, document_of, fingerprint, make_pdf, pdf_context
from reports.synthesis.services import edit_front, take_extract, write_sentence
from tests.documents import pdf_text
from tests.factories.attendance import expected
from tests.factories.days import DayPartnerFactory
from tests.factories.registration import OpenDayFactory
from tests.factories.synthesis import HOUSE, first_section, said, synthesis_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def synthesis() -> Synthesis:
    """A quotation by name, one without, a finding, and a sentence of the author's own."""
    made = synthesis_of(OpenDayFactory(headline="Coopérer pour des territoires résilients"))
    section = first_section(made)
    named = said(made.day, "On manque de bras !", kind="verbatim", speaker="Élie Roncevert, Scop", may_quote="nommee")
    unnamed = said(made.day, "On tourne en rond depuis", kind="verbatim", speaker="Ada Secrète", may_quote="sans_nom")
    for extract in (named, unnamed, said(made.day, "Les locaux manquent", speaker="Bob Caché")):
        take_extract(section=section, extract=extract, by=HOUSE)
    write_sentence(section=section, text="C’est notre avis.", by=HOUSE)
    return made


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_names_appear_with_consent_only(synthesis: Synthesis) -> None:
    lines = document_of(synthesis).sentences
    assert [line.is_quote for line in lines] == [True, True, False, False]
    assert flat(lines[0].attribution) == "Élie Roncevert, Scop, atelier « Réemploi »"
    assert flat(lines[1].attribution) == "Un·e participant·e, atelier « Réemploi »"
    text = pdf_text(make_pdf(document_of(synthesis)))
    assert ("Élie Roncevert" in text, "Ada" in text, "Bob" in text) == (True, False, False)


def test_the_authors_own_sentence_has_no_source(synthesis: Synthesis) -> None:
    document = document_of(synthesis)
    assert ([line.own for line in document.sentences], document.sources_count, document.own_count) == ([False, False, False, True], 3, 1)


def test_people_are_counted_never_named(synthesis: Synthesis) -> None:
    registration = expected(synthesis.day, "Participante")
    expected(synthesis.day, "Deux")
    assert document_of(synthesis).people_count == 2
    check_in(day=synthesis.day, registration_id=registration.public_id, by=HOUSE)
    document = document_of(synthesis)
    assert (document.people_count, "Participante" in pdf_text(make_pdf(document))) == (1, False)


def test_reading_it_costs_the_same_with_one_and_many(synthesis: Synthesis, django_assert_num_queries) -> None:
    found = Synthesis.objects.select_related("day__cycle").get()
    document_of(found)
    with django_assert_num_queries(7):
        document_of(found)
    for number in range(3):
        take_extract(section=first_section(synthesis), extract=said(synthesis.day, f"Encore un extrait {number}"), by=HOUSE)
    with django_assert_num_queries(7):
        document_of(found)


def test_the_pdf_is_tagged_named_and_in_french(synthesis: Synthesis) -> None:
    data = make_pdf(document_of(synthesis))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang), "/StructTreeRoot" in pdf.Root) == (True, "fr", True)
        assert "Coopérer pour des territoires résilients" in str(pdf.docinfo["/Title"])
        assert len(pdf.pages) == count_pages(data)
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
        fonts = {str(font.BaseFont).split("+")[-1] for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    assert not [font for font in fonts if "Source" not in font], "a letter came from another font"


def headings(node, found: list[str]) -> list[str]:
    """Tags of headings in the order of the structure."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            headings(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if str(node.get("/S", "")) in ("/H1", "/H2", "/H3"):
            found.append(str(node["/S"]))
        if "/K" in node:
            headings(node["/K"], found)
    return found


def test_headings_skip_no_level(synthesis: Synthesis) -> None:
    with pikepdf.open(io.BytesIO(make_pdf(document_of(synthesis)))) as pdf:
        found = headings(pdf.Root.StructTreeRoot["/K"], [])
    assert (found[0], found.count("/H1"), "/H2" in found) == ("/H1", 1, True)


def test_french_typography_and_content(synthesis: Synthesis) -> None:
    DayPartnerFactory(day=synthesis.day, organisation__name="Cress imaginaire", role="co_organisateur")
    edit_front(synthesis=synthesis, title="Ça alors !", subtitle="", introduction="Une *idée* : coopérer ?", seen_version=1, by=HOUSE)
    document = document_of(Synthesis.objects.get())
    html = typo_html(render_to_string("reports/synthesis/pdf/synthesis.html", pdf_context(document)))
    assert "Ça alors\u202f!" in html
    assert "<em>idée</em>\u00a0: coopérer\u202f?" in html
    text = flat(pdf_text(make_pdf(document)))
    for words in ("Ça alors !", "Sommaire", "Cress imaginaire", "Le programme", "C’est notre avis.", "Réemploi"):
        assert words in text


def test_an_empty_synthesis_is_printed_too() -> None:
    assert count_pages(make_pdf(document_of(synthesis_of()))) >= 2


def test_the_job_makes_it_once_and_serves_it_again(synthesis: Synthesis) -> None:
    first = run_now(start("synthesis_pdf", about=synthesis, by=HOUSE))
    kept = Synthesis.objects.get()
    second = run_now(start("synthesis_pdf", about=synthesis, by=HOUSE))
    assert (first.state, second.state, first.done, second.sentence.startswith("Rien n’a changé")) == ("done", "done", 3, True)
    assert first.file.read() == second.file.read() == kept.pdf.read()
    write_sentence(section=first_section(synthesis), text="Une de plus.", by=HOUSE)
    run_now(start("synthesis_pdf", about=synthesis, by=HOUSE))
    assert Synthesis.objects.get().pdf_fingerprint != kept.pdf_fingerprint


def test_a_quotation_that_lost_its_consent_stops_the_pdf(synthesis: Synthesis) -> None:
    extract = first_section(synthesis).sentences.first().sources.get().extract
    correct_extract(extract=extract, text=extract.text, may_quote="non", by=HOUSE)
    job = run_now(start("synthesis_pdf", about=synthesis, by=HOUSE))
    assert (job.state, "ne souhaite plus" in job.error) == ("failed", True)


def test_a_synthesis_that_went_away_fails_clearly(synthesis: Synthesis) -> None:
    job = start("synthesis_pdf", about=synthesis, by=HOUSE)
    synthesis.put_in_trash()
    assert (run_now(job).state, "n’existe plus" in Job.objects.get().error) == ("failed", True)


def test_the_fingerprint_follows_the_words(synthesis: Synthesis) -> None:
    before = fingerprint(document_of(synthesis))
    assert before == fingerprint(document_of(synthesis))
    extract = first_section(synthesis).sentences.first().sources.get().extract
    correct_extract(extract=extract, text=extract.text, speaker="Élie R.", by=HOUSE)
    assert fingerprint(document_of(synthesis)) != before


def test_the_command_prints_one_object(synthesis: Synthesis, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: tmp_path / name for name in ("a.pdf", "a.html", "a.json")}
    call_command("synthesis", str(synthesis.public_id), pdf=str(files["a.pdf"]), html=str(files["a.html"]), json_out=str(files["a.json"]))
    printed = json.loads(capsys.readouterr().out)
    assert sorted(printed) == ["bytes", "cpu_seconds", "pages", "sentences", "sources"]
    assert (printed["sentences"], printed["sources"], printed["bytes"]) == (4, 3, files["a.pdf"].stat().st_size)
    data = json.loads(files["a.json"].read_text())
    sentences = data["sections"][0]["sentences"]
    assert (data["title"], [each["own"] for each in sentences]) == (synthesis.title, [False, False, False, True])
    assert sorted(sentences[0]["sources"][0]) == ["extract", "kind", "revision", "session"]
    assert "Élie Roncevert" in files["a.html"].read_text()


@pytest.mark.parametrize("name", ["abc", "00000000-0000-4000-8000-000000000000"])
def test_the_command_refuses_what_is_not_there(name: str) -> None:
    with pytest.raises(CommandError):
        call_command("synthesis", name)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n", b"x"])
def test_pages_are_counted_whatever_byte_their_stream_ends_with(end: bytes) -> None:
    """One check sum in 256 ends with a carriage return: the date of a synthesis is enough to change it."""
    packed = next(each for n in range(300_000) if (each := zlib.compress(b"/Type /Page " + b"\xff" * 8 + n.to_bytes(4))).endswith(end))
    assert count_pages(b"1 0 obj\n<</Type /ObjStm>>\nstream\n" + packed + b"\nendstream\nendobj\n") == 1

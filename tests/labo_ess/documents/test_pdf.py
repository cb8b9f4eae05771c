"""PDFs: what a reader sees, what a screen reader hears, and what is never fetched."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.test import override_settings

from labo_ess.documents import pdf

pytestmark = pytest.mark.django_db

PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Feuille d’essai</title>'
    '<link rel="stylesheet" href="/static/css/pdf.css"></head><body><main>{}</main></body></html>'
)
BODY = (
    "<h1>Synthèse</h1><h2>L’essentiel</h2><p>Trois constats\u202f: « tous·tes » ☐ → 12\u202f500\u202f€.</p>"
    "<table><thead><tr><th>Atelier</th><th>Places</th></tr></thead><tbody><tr><th>Mobilités</th><td>25</td></tr></tbody></table>"
    '<svg viewBox="0 0 10 10" role="img"><title>Un carré vert</title><rect width="9" height="9"/></svg>'
)


def text_of(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def tags_of(document: pikepdf.Pdf) -> set[str]:
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.add(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot.K)
    return found


def fonts_of(document: pikepdf.Pdf) -> set[str]:
    return {str(font.BaseFont).split("+")[-1] for page in document.pages for font in page.resources.Font.values()}


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render_html(PAGE.format(BODY))


def test_text_reads_back(made: bytes, tmp_path: Path) -> None:
    text = text_of(made, tmp_path).replace("\u202f", " ").replace("\u00a0", " ")
    for words in ("Synthèse", "L’essentiel", "tous·tes", "12 500 €", "☐ →", "Mobilités"):
        assert words in text


def test_tags_language_and_title(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.Root.Lang) == "fr"
        assert bool(document.Root.MarkInfo.Marked)
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert document.open_metadata()["dc:title"] == "Feuille d’essai"
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure"} <= tags_of(document)


def test_only_the_fonts_of_the_house(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        names = fonts_of(document)
    assert {name.split("-")[0].replace("Source-", "")[:6] for name in names} == {"Source"}


def test_the_base_template_names_the_document(tmp_path: Path) -> None:
    data = pdf.render("pdf/base.html", {}, title="L’essai : un titre")
    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.open_metadata()["dc:title"] == "L’essai : un titre"


@pytest.mark.parametrize("page", ["<html><head><title>x</title></head><p>y</p></html>", '<html lang="fr"><p>y</p></html>'])
def test_a_page_without_language_or_title_is_refused(page: str) -> None:
    with pytest.raises(pdf.IncompleteDocument):
        pdf.render_html(page)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://exemple.fr/x.png",
        "https://testserver/static/css/pdf.css",
        "data:text/css,p{}",
        "/static/../../../etc/passwd",
        "/static/%2e%2e/manage.py",
        "/media/../keys.json",
        "/bureau/",
        "/fichiers/00000000-0000-0000-0000-000000000000/",
    ],
)
def test_nothing_else_is_fetched(address: str) -> None:
    fetcher = pdf._make_fetcher()
    with pytest.raises(Exception, match=r"refused|not found"):
        fetcher.fetch(address if ":" in address else settings.SITE_URL + address)


def test_static_files_are_fetched() -> None:
    answer = pdf._make_fetcher().fetch(settings.SITE_URL + "/static/css/pdf.css")
    assert b"@page" in answer.read()


@override_settings(STATIC_ROOT="/nowhere")
def test_a_missing_style_sheet_stops_the_work() -> None:
    with pytest.raises(pdf.IncompleteDocument, match="static file not found"):
        pdf.render_html(PAGE.format("").replace("pdf.css", "absent.css"))


def test_a_stored_logo_is_shown_in_a_pdf() -> None:
    from labo_ess.documents.uploads import store
    from tests.labo_ess.documents.test_uploads import given, picture

    upload = store(given(picture(size=(64, 64))), kind="logo")
    data = pdf.render_html(PAGE.format(f'<h1>Logo</h1><p><img alt="Région" src="{upload.get_absolute_url()}"></p>'))
    with pikepdf.open(io.BytesIO(data)) as document:
        assert sum(len(page.images) for page in document.pages) == 1

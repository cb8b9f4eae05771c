"""The guide as pages."""

from pathlib import Path

import pytest

from labo_ess.help import guide

pytestmark = pytest.mark.django_db

CHAPTER = """# Préparer une journée

De la liste de noms au programme : huit étapes.

## Créer la journée ?

![La page d’une journée](images/journee.png)

Un [autre chapitre](../listes/). <script>alert(1)</script> Le cœur du travail.

### Les salles

Le 1er étage.
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "journee.png").write_bytes(b"\x89PNG")
    (tmp_path / "images" / "secret.txt").write_text("non")
    (tmp_path / "index.md").write_text("# Aide\n\nBienvenue.\n")
    (tmp_path / "10-preparer-une-journee.md").write_text(CHAPTER)
    monkeypatch.setattr(guide, "folder", lambda: tmp_path)
    return tmp_path


def test_a_chapter_is_a_page_with_anchors_and_pictures(book: Path, reader) -> None:
    page = reader.get("/bureau/aide/preparer-une-journee/").content.decode()
    assert page.count("<h1>") == 1
    assert '<h2 id="creer-la-journee">Créer la journée\u202f?</h2>' in page
    assert '<h3 id="les-salles">' in page
    assert '<img src="/bureau/aide/images/journee.png" alt="La page d’une journée" loading="lazy">' in page
    assert "<script>alert" not in page
    assert "1<sup>er</sup> étage" in page


def test_the_contents_sum_up_each_chapter(book: Path, reader) -> None:
    page = reader.get("/bureau/aide/").content.decode()
    assert "Bienvenue." in page
    assert "huit étapes" in page
    assert 'data-count="1"' in page


def test_the_search_forgives_accents_and_shows_the_words(book: Path) -> None:
    assert [(found.chapter.slug, "cœur" in found.excerpt) for found in guide.search("COEUR journee")] == [("preparer-une-journee", True)]
    assert guide.search("introuvable") == []
    assert guide.search(" ") == []


@pytest.mark.parametrize("address", ["secret.txt", "absent.png", "..%2Findex.md", "%2e%2e%2f10-preparer-une-journee.md"])
def test_only_pictures_of_the_guide_are_served(book: Path, reader, address: str) -> None:
    assert reader.get("/bureau/aide/images/journee.png").status_code == 200
    assert reader.get(f"/bureau/aide/images/{address}").status_code == 404


def test_an_unknown_chapter_is_not_found(book: Path, reader, client) -> None:
    assert reader.get("/bureau/aide/inconnu/").status_code == 404
    assert reader.get("/bureau/aide/index/").status_code == 404
    assert client.get("/bureau/aide/").status_code == 302


def test_every_real_chapter_reads_well() -> None:
    pictures = {path.name for path in (guide.folder() / "images").glob("*")}
    for chapter in guide.chapters():
        assert chapter.title
        assert chapter.lead
        assert "IMAGEDUGUIDE" not in chapter.html
        assert set(guide.re.findall(r"/bureau/aide/images/([^\"]+)\"", chapter.html)) <= pictures

"""The real guide cannot rot: its pictures are there, its links lead somewhere, its buttons are those of the pages."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from labo_ess.accounts.url_roles import addresses
from labo_ess.help import guide

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)
IMAGES = ROOT / "docs" / "guide" / "images"
APPS = ("labo_ess", "contacts", "collectives", "events", "reports")
BUTTON = re.compile(r"\*\*«\s*(.+?)\s*»\*\*")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", re.DOTALL)
QUOTED = re.compile(r"[\"']([^\"'<>{}]+)[\"']")
EXAMPLE = "ainsi écrits"


def sources() -> dict[str, str]:
    """Each chapter as it is written."""
    return {path.name: path.read_text(encoding="utf-8") for path in guide.folder().glob("*.md")}


@lru_cache(maxsize=1)
def words_of_the_house() -> frozenset[str]:
    """What templates and Python write, cut where something is filled in."""
    found: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= {piece.strip() for piece in TAGS.split(text)} | {piece.strip() for piece in QUOTED.findall(text)}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {node.value.strip() for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(found)


def exists(button: str) -> bool:
    """A button of the house; « … » stands for what is filled in."""
    return all(piece.strip() in words_of_the_house() for piece in button.split("…")[:1] if piece.strip())


@pytest.mark.parametrize("name", sorted(sources()))
def test_every_button_named_is_one_of_a_page(name: str) -> None:
    named = {button for button in BUTTON.findall(sources()[name]) if button != EXAMPLE}
    assert sorted(button for button in named if not exists(button)) == []


def test_a_button_that_no_page_has_is_found_out() -> None:
    assert [exists("Importer un fichier"), exists("Envoyer … invitations"), exists("Envoyer tout de suite"), exists("Expédier … invitations")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_every_picture_is_there_used_light_and_described() -> None:
    used = {name: words for text in sources().values() for words, name in guide.IMAGE.findall(text)}
    weights = {path.name: path.stat().st_size for path in IMAGES.glob("*")}
    assert sorted(used) == sorted(weights)
    assert [name for name, words in used.items() if len(words) < 20] == []
    assert ([name for name, weight in weights.items() if weight > 150_000], sum(weights.values()) < 2_500_000) == ([], True)


def test_the_readme_shows_a_picture_of_the_guide() -> None:
    shown = re.findall(r"\]\((docs/guide/images/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [path for path in shown if not (ROOT / path).is_file()] == []
    assert shown


@pytest.mark.parametrize("chapter", guide.chapters(), ids=lambda chapter: chapter.slug)
def test_every_link_leads_somewhere(chapter: guide.Chapter) -> None:
    anchors = re.findall(r'<h[23] id="([^"]+)"', chapter.html)
    assert len(anchors) == len(set(anchors))
    for address in re.findall(r'<a href="([^"]+)"', chapter.html):
        path, _, anchor = address.partition("#")
        other = guide.chapter(path.rstrip("/").rsplit("/", 1)[-1]) if path.startswith("/bureau/aide/") and "images" not in path else None
        target = other.html if other else chapter.html
        assert not anchor or f'id="{anchor}"' in target, address
        assert not path or path.startswith("/"), address
        if path:
            resolve(path)


def test_the_pages_that_chapters_explain_exist() -> None:
    named = {name for chapter in guide.chapters() for name in chapter.pages}
    assert named <= {address.name for address in addresses()}
    assert named


def test_a_page_leads_to_what_the_guide_says_of_it(team: Client) -> None:
    page = team.get("/bureau/repertoire/imports/nouveau/").content.decode()
    assert 'href="/bureau/aide/preparer-une-journee/#importer-une-liste" aria-label="Aide sur cette page"' in page
    assert "Aide sur cette page" not in team.get("/bureau/aide/").content.decode()


def test_the_chapter_reads_with_its_pictures_and_is_found(team: Client) -> None:
    page = team.get("/bureau/aide/preparer-une-journee/").content.decode()
    assert 'src="/bureau/aide/images/journee-vue.png"' in page
    assert "pages:" not in page
    assert team.get("/bureau/aide/images/journee-vue.png").status_code == 200
    assert "Préparer une journée" in team.get("/bureau/aide/", {"q": "atelier complet"}).content.decode()

"""The frame: entries, look, one h1, what a guest's page leaves out."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import reverse

from labo_ess.ui import navigation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    reverse("help:index")  # tables of addresses add entries when they are first read
    monkeypatch.setattr(navigation, "_main", {})


def _user(team: bool = True) -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, team=team)


def test_entries_come_in_order_to_whom_they_are_allowed() -> None:
    navigation.entry(80, "Aide", "circle-question-mark", "help:index")
    navigation.entry(20, "Vues", "bookmark", "lists:views", lambda user: user.team)
    assert [item.label for item in navigation.main_items(_user(), "/")] == ["Vues", "Aide"]
    assert [item.label for item in navigation.main_items(_user(team=False), "/")] == ["Aide"]


def test_an_entry_without_its_page_does_not_appear() -> None:
    navigation.entry(20, "Plus tard", "calendar", "nulle:part")
    assert navigation.main_items(_user(), "/") == []


@pytest.mark.parametrize(("path", "current"), [("/bureau/aide/listes/", "Aide"), ("/bureau/vues/", "Vues"), ("/bureau/", ""), ("/ailleurs/", "Vues")])
def test_the_longest_beginning_is_the_current_entry(path: str, current: str) -> None:
    navigation.entry(80, "Aide", "circle-question-mark", "help:index")
    navigation.entry(20, "Vues", "bookmark", "lists:views", prefixes=("/ailleurs/",))
    assert "".join(item.label for item in navigation.main_items(_user(), path) if item.current) == current


def test_the_look_is_two_cookies_written_into_the_page(team) -> None:
    team.post("/apparence/", {"theme": "dark", "next": "/bureau/vues/"})
    assert team.post("/apparence/", {"rows": "compact", "next": "/bureau/vues/"}).url == "/bureau/vues/"
    assert '<html lang="fr" data-bs-theme="dark" data-rows="compact">' in team.get("/bureau/vues/").content.decode()
    team.post("/apparence/", {"theme": "auto"})
    assert '<html lang="fr" data-rows="compact">' in team.get("/bureau/vues/").content.decode()


@pytest.mark.parametrize("asked", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_the_look_never_leads_outside(team, asked: str) -> None:
    assert team.post("/apparence/", {"theme": "dark", "next": asked}).url == "/bureau/"


def test_a_page_has_one_title_and_its_landmarks(team) -> None:
    page = team.get("/bureau/vues/").content.decode()
    assert page.count("<h1>") == 1
    assert page.count("<main") == 1
    assert 'href="#contenu"' in page
    assert 'data-page="views" data-count="0"' in page


@pytest.mark.parametrize("base", ["guest.html", "public.html"])
def test_pages_of_guests_and_of_the_world_load_no_script(base: str) -> None:
    page = render_to_string(base, {})
    assert "<script" not in page
    assert "csrf" not in page


def test_only_icons_of_the_sprite_are_named() -> None:
    import re
    from pathlib import Path

    from django.conf import settings

    from labo_ess.ui.vendoring import sprite_names

    sources = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    named = {name for text in sources for name in re.findall(r"""\{% icon ["']([a-z0-9-]+)["']""", text)}
    assert named - sprite_names() == set()


def test_the_gallery_is_for_the_team(team, reader, referent) -> None:
    assert [who.get("/ui/").status_code for who in (team, reader, referent)] == [200, 403, 404]


def test_undo_is_a_post_with_a_token() -> None:
    message = SimpleNamespace(extra_tags="undo:/remettre/", level_tag="success")
    assert Template("{{ message|undo_address }}").render(Context({"message": message})) == "/remettre/"


def test_a_page_asks_where_it_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_help", [])
    navigation.help_source(lambda name: "/aide/#ici" if name == "lists:views" else "")
    assert [navigation.help_address("lists:views"), navigation.help_address("help:index")] == ["/aide/#ici", ""]

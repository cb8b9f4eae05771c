"""Tabs of an object: real addresses, the current one marked, none without its page."""

import pytest
from django.test import RequestFactory

from labo_ess.ui import tabs


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of object with two pages that exist, one that does not, one for nobody."""
    monkeypatch.setattr(tabs, "_tabs", {})
    tabs.register_tab("thing", 20, "Programme", "events:programme:edit")
    tabs.register_tab("thing", 10, "Vue d’ensemble", "events:overview:day")
    tabs.register_tab("thing", 30, "Nulle part", "events:nowhere")
    tabs.register_tab("thing", 40, "À personne", "events:days:partners", allowed=lambda user: False)
    return "thing"


@pytest.mark.parametrize(
    ("path", "marks"),
    [("", ["page", ""]), ("programme/", ["", "page"]), ("programme/publier/", ["", "true"]), ("modifier/", ["true", ""])],
)
def test_the_nearest_tab_is_the_current_one(kind: str, path: str, marks: list[str]) -> None:
    request = RequestFactory().get(f"/bureau/journees/loire/{path}")
    request.user = None
    shown = tabs.tabs_of(kind, request, slug="loire")
    assert [tab.label for tab in shown] == ["Vue d’ensemble", "Programme"]
    assert [tab.current for tab in shown] == marks

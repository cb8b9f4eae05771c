"""Shipped files: hashes, themes, and nothing that the policy refuses."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from labo_ess.ui import vendoring

STATIC = Path(settings.BASE_DIR) / "static"


def test_vendored_bytes_are_those_of_the_list() -> None:
    assert vendoring.wrong() == []
    assert all(entry["licence"] and entry["version"] for entry in vendoring.listed())


def test_a_changed_byte_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(STATIC, tmp_path / "static")
    (tmp_path / "static/vendor/htmx.min.js").write_text("autre chose")
    (tmp_path / "static/vendor/inconnu.js").write_text("x")
    monkeypatch.setattr(vendoring, "_folder", lambda: tmp_path / "static")
    assert vendoring.wrong() == ["vendor/htmx.min.js", "vendor/inconnu.js"]


def test_no_source_map_is_named() -> None:
    assert [path.name for path in STATIC.rglob("*") if path.suffix in (".js", ".css") and b"sourceMappingURL" in path.read_bytes()] == []


def test_no_style_holds_an_image() -> None:
    """The policy refuses `data:` addresses, also those of Bootstrap that our own sheet would have replaced a moment later."""
    assert [path.name for path in STATIC.rglob("*.css") if b"data:" in path.read_bytes()] == []


def test_both_dark_themes_are_equal() -> None:
    text = (STATIC / "css/tokens.css").read_text()
    system = re.search(r":root:not\(\[data-bs-theme\]\) \{(.*?)\}", text, re.DOTALL)
    chosen = re.search(r'^\[data-bs-theme="dark"\] \{(.*?)\}', text, re.DOTALL | re.MULTILINE)
    assert system.group(1).split() == chosen.group(1).split()
    assert len(chosen.group(1).split()) > 50


def test_our_scripts_obey_the_policy() -> None:
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text()
        assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|setAttribute\(.style|https?://", text), path.name

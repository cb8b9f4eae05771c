"""Markdown: safe HTML for pages, plain text for mails."""

import pytest

from labo_ess.text.markdown import markdown_to_text, render_markdown

N, B = "\u202f", "\u00a0"


def test_headings_start_at_three() -> None:
    assert render_markdown("# Un\n\n## Deux") == "<h3>Un</h3>\n<h4>Deux</h4>"


def test_text_is_set_in_french() -> None:
    assert render_markdown("**Besoin** : l'eau !") == f"<p><strong>Besoin</strong>{B}: l’eau{N}!</p>"


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://espion.example/p.png)",
        "[x](data:text/html;base64,AAAA)",
        '<a href="https://a.fr" onclick="x()">a</a>',
        "|a|\n|:-:|\n|b|",
    ],
)
def test_nothing_active_comes_through(bad: str) -> None:
    html = render_markdown(bad)
    for forbidden in ("<script", "<img", 'href="javascript', 'href="data', "<a onclick", "style="):
        assert forbidden not in html


def test_links_and_bare_addresses() -> None:
    html = render_markdown("[Labo](https://a.fr/x) et https://b.fr/?q=1")
    assert html.count("<a href=") == 2
    assert 'rel="noopener noreferrer"' in html


def test_plain_text_of_a_mail() -> None:
    text = markdown_to_text("# Bonjour\n\nVoir [le programme](https://a.fr/p).\n\n- un\n- deux\n\n1. *a*\n2. b\n\nFin !")
    assert text == f"Bonjour\n\nVoir le programme (https://a.fr/p).\n\n– un\n– deux\n\n1. a\n2. b\n\nFin{N}!"


def test_bare_links_are_written_once() -> None:
    assert markdown_to_text("https://a.fr/x et <a@b.fr>") == "https://a.fr/x et a@b.fr"


def test_empty() -> None:
    assert (render_markdown(""), markdown_to_text("")) == ("", "")


def test_a_no_break_space_already_there_is_not_doubled() -> None:
    assert render_markdown("la «\u00a0réunion\u00a0» du") == "<p>la «\u00a0réunion\u00a0» du</p>"

"""Built-in tags and filters."""

from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory


def render(text: str, **context: object) -> str:
    return Template(text).render(Context(context)).replace("\u202f", "~").replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{{ 'Qui vient ?'|typo }}", "Qui vient~?"),
        ("{{ tag|typo }}", "&lt;b&gt;"),
        ("{{ 'le 1er'|typo_html }}", "le 1<sup>er</sup>"),
        ("{{ first|typo_html }}", "&lt;b&gt; 1<sup>er</sup>"),
        ("{{ none|typo }}", ""),
        ("{{ day|long_date }}", "mardi 1er décembre 2026"),
        ("{{ none|long_date }}", ""),
        ("{{ 12345|number }}", "12~345"),
        ("{% plural 2 'place' 'places' %}", "2 places"),
        ("{{ '**oui**'|markdown }}", "<p><strong>oui</strong></p>"),
        ("{{ '<script>x</script>'|markdown }}", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("{% status 'ok' tag %}", '<span class="status status-ok">&lt;b&gt;</span>'),
        ("{% status '' 'À venir' %}", '<span class="status">À venir</span>'),
        ("{{ 'Lou Santerre'|initials }}", "LS"),
    ],
)
def test_what_templates_write(text: str, made: str) -> None:
    assert render(text, day=date(2026, 12, 1), none=None, tag="<b>", first="<b> 1er") == made


def test_an_unknown_tone_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% status 'rouge' 'x' %}")


def test_a_bar_has_its_words_and_no_style() -> None:
    made = render("{% progress_bar 25 25 'Atelier 4' 'Complet' %}")
    assert '<progress class="is-full" value="25" max="25" aria-label="Atelier 4">' in made
    assert "25 / 25" in made
    assert "<progress" not in render("{% progress_bar 3 None 'Lignes' %}")


def test_the_pager_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/?q=a%26b&etat=x&page=2")
    made = render("{% pager page %}", page=Paginator(range(120), 50).page(2), request=request)
    assert "51 à 100 sur 120" in made
    assert 'href="?q=a%26b&amp;etat=x&amp;page=3"' in made
    assert 'aria-current="page" aria-label="Page 2"' in made
    assert render("{% pager page %}", page=Paginator([], 50).page(1), request=request).strip() == ""

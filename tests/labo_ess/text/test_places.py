"""A text set once for many: each gets their own words, and nobody's words become part of the text."""

from labo_ess.text.markdown import markdown_to_text, render_markdown
from labo_ess.text.places import Places, cut


def filled(text: str, places: Places) -> str:
    return places.fill_html(cut(render_markdown(text)))


def test_words_are_escaped_and_set_in_french() -> None:
    places = Places()
    text = f"Bonjour {places.put('Zoé <b> l' + chr(39) + 'Élan')} !"
    assert filled(text, places) == "<p>Bonjour Zoé &lt;b&gt; l’Élan\u202f!</p>"


def test_a_name_never_becomes_a_link_nor_a_mark() -> None:
    places = Places()
    text = f"{places.put('https://evil.example')} {places.put('**Zq0qz** [x](https://y.example)')}"
    assert filled(text, places) == "<p>https://evil.example **Zq0qz** [x](https://y.example)</p>"


def test_an_address_is_a_link_wherever_it_stands() -> None:
    places = Places()
    link = places.put_address("https://labo.example/l/abc/?a=1&b=2")
    html = filled(f"[Répondre]({link}) ou {link}.", places)
    assert html.count('href="https://labo.example/l/abc/?a=1&amp;b=2"') == 2
    assert places.fill(cut(markdown_to_text(f"[Répondre]({link}) ou {link}."))) == (
        "Répondre (https://labo.example/l/abc/?a=1&b=2) ou https://labo.example/l/abc/?a=1&b=2."
    )


def test_nothing_stays_nothing() -> None:
    places = Places()
    assert (places.put(" \u200b "), places.put_address(""), places.values) == ("", "", [])


def test_what_looks_like_a_mark_in_the_text_stays() -> None:
    assert Places().fill(cut("la référence Zq7qz")) == "la référence Zq7qz"

"""What is pasted from a word processor becomes words."""

import pytest

from labo_ess.text.pasted import clean_pasted, looks_like_html


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a < b et <3, 5>4", "a < b et <3, 5>4"),
        ("<p>Un</p><p>Deux</p>", "Un\n\nDeux"),
        ("<p>Un<br>Deux</p>", "Un\nDeux"),
        ('<p style="color:red" onclick="x()"><b>Gras </b>et<i> penché</i></p>', "**Gras** et *penché*"),
        ("<ul><li>un</li><li>deux<ul><li>trois</li></ul></li></ul>", "- un\n- deux\n  - trois"),
        ("<ol><li>un</li><li>deux</li></ol>", "1. un\n2. deux"),
        ("<h1>Titre</h1><p>Texte</p>", "### Titre\n\nTexte"),
        ("avant <script>alert(1)</script><style>p{}</style> après", "avant après"),
        ("<!--[if gte mso 9]><xml><w:x/></xml><![endif]--><p>Reste<o:p></o:p></p>", "Reste"),
        ("<p>15&nbsp;000 &euro; &lt;b&gt;</p>", "15 000 € <b>"),
        ("<p>non fermé <b>gras", "non fermé gras"),
        ("<img src=x onerror=alert(1)>", ""),
        (None, ""),
    ],
)
def test_words_stay_and_the_rest_goes(pasted: str | None, kept: str) -> None:
    assert clean_pasted(pasted) == kept


def test_only_markup_looks_like_markup() -> None:
    assert [looks_like_html(text) for text in ("<o:p>", "<div class=x>", "a<b", "<3", "x <- y")] == [True, True, False, False, False]

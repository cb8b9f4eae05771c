"""Encodings of files from French desks."""

import pytest

from labo_ess.text.encoding import decode

TEXT = "Nom;Prénom;Fonction\r\nÉlodie Lefèvre;Zoë;chargée d’œuvre à Nîmes – été\r\n"
PLAIN = "Nom;Prénom;Ville\r\nÉlodie Lefèvre;Zoé;chargée à Nîmes, été, forêt, français\r\n"


@pytest.mark.parametrize(
    ("codec", "name", "text"),
    [
        ("utf-8", "utf-8", TEXT),
        ("utf-8-sig", "utf-8-sig", TEXT),
        ("cp1252", "windows-1252", TEXT),
        ("mac_roman", "mac-roman", TEXT),
        ("cp850", "cp850", PLAIN),
        ("utf-16", "utf-16", TEXT),
        ("utf-16-le", "utf-16", TEXT),
        ("utf-16-be", "utf-16", TEXT),
    ],
)
def test_reads_every_dress(codec: str, name: str, text: str) -> None:
    assert decode(text.encode(codec)) == (text, name)


def test_ascii_is_utf8() -> None:
    assert decode(b"Nom;Ville") == ("Nom;Ville", "utf-8")


def test_capitals_with_accents_stay_windows() -> None:
    assert decode("ÉVÊQUE;HÉLÈNE;ÎLE-DE-FRANCE;À;ÇA".encode("cp1252"))[1] == "windows-1252"


def test_never_raises() -> None:
    text, name = decode(bytes(range(256)) * 3)
    assert (len(text) > 0, name in ("mac-roman", "cp850")) == (True, True)

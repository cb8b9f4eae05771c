"""Names on one line, and slugs."""

import pytest

from labo_ess.text.names import clean_name
from labo_ess.text.slugs import slugify_fr


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Ada \u00a0 Nuit ", "Ada Nuit"),
        ("Ada\r\nBcc: x@y.fr", "Ada Bcc: x@y.fr"),
        ("A\x00d\x1ba", "Ada"),
        ("Ada\u202e\u200b", "Ada"),
        ("Ada\u2028Nuit", "Ada Nuit"),
        ("E\u0301lodie", "Élodie"),
        (None, ""),
    ],
)
def test_cleans_names(typed: str | None, expected: str) -> None:
    assert clean_name(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Cœur d’Hérault : l’été", "coeur-d-herault-l-ete"),
        ("Journée régionale – Centre-Val de Loire 2026", "journee-regionale-centre-val-de-loire-2026"),
        ("acteur·rice·s", "acteurices"),
        ("???", ""),
        ("東京", ""),
    ],
)
def test_slugs(typed: str, expected: str) -> None:
    assert slugify_fr(typed) == expected


def test_slugs_are_cut_between_words() -> None:
    assert slugify_fr("mot " * 30, max_length=11) == "mot-mot-mot"
    assert slugify_fr("a" * 5000) == "a" * 60

"""Folding: what meets what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_ess.text.search import search_key, sort_key


def finds(query: str, text: str) -> bool:
    """As lists do: every folded word of the query stands somewhere in the folded text."""
    stored = search_key(text)
    return all(word in stored for word in search_key(query).split())


@pytest.mark.parametrize(
    "typed", ["acteur·rice·s", "acteur⋅rice⋅s", "acteur•rice•s", "acteur‧rice‧s", "acteur.rice.s", "acteur-ric-e-s", "Acteur(rice)s", "ACTEURICES"]
)
def test_inclusive_writings_are_one_word(typed: str) -> None:
    assert search_key(typed) == "acteurices"


@pytest.mark.parametrize("query", ["acteur", "acteur rice", "acteur-rice", "acteur·rice"])
def test_partial_inclusive_words_find(query: str) -> None:
    assert finds(query, "Réseau des acteur·rice·s")


@pytest.mark.parametrize("typed", ["élu·e·s", "élu-e-s", "élu(e)s", "Élu.e.s", "élues"])
def test_short_suffixes(typed: str) -> None:
    assert search_key(typed) == "elues"


def test_letters_case_and_apostrophes() -> None:
    assert search_key("L'Œuvre", "d’Éole", None, "", "ÆÎß") == "l oeuvre d eole aeiss"


def test_other_hyphens_part_words() -> None:
    assert search_key("Jean-Pierre") == search_key("jean pierre") == "jean pierre"
    assert finds("centre val", "Centre-Val de Loire")
    assert search_key("Saint-Étienne-du-Rouvray") == "saint etienne du rouvray"


@pytest.mark.parametrize(
    "query", ["0238703030", "02 38 70 30 30", "02.38.70.30.30", "+33 2 38 70 30 30", "+33 (0)2 38 70 30 30", "02 38", "70 30 30"]
)
@pytest.mark.parametrize("stored", ["02 38 70 30 30", "+33238703030"])
def test_phones_are_found(query: str, stored: str) -> None:
    assert finds(query, f"Ada Nuit {stored}")


def test_overseas_phone() -> None:
    assert search_key("+262 262 12 34 56") == search_key("0262 12 34 56") == "0262123456"


@pytest.mark.parametrize("query", ["marie.dupont@example.org", "dupont", "marie dupont", "example.org", "@example.org", "marie.dup", "MARIE.DUPONT@"])
def test_halves_of_an_address_are_found(query: str) -> None:
    assert finds(query, "marie.dupont@example.org")


def test_another_address_is_not_found() -> None:
    assert not finds("dupond@example.org", "marie.dupont@example.org")


@given(st.text(alphabet="aeéœ·.-() 0123+@'Rr", max_size=20))
def test_folding_twice_is_folding_once(typed: str) -> None:
    once = search_key(typed)
    assert search_key(once) == once


def test_control_characters_vanish() -> None:
    assert search_key("a\x00b\r\nc\u200bd") == "a b cd"


def test_sorting() -> None:
    names = ["Zoé", "Étienne", "Eve", "L’Atelier", "Ève"]
    assert sorted(names, key=sort_key) == ["Étienne", "Eve", "Ève", "L’Atelier", "Zoé"]
    assert sort_key("L’Atelier", skip_article=True) == "atelier"

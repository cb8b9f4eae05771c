"""Reading what people type."""

import pytest

from contacts.directory.addresses import phone_key, read_rna, read_siren, read_siret, spoken_name
from contacts.directory.exceptions import BadIdentifier


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("02 38 70 30 30", "+33238703030"),
        ("02.38.70.30.30", "+33238703030"),
        ("+33 (0)2 38 70 30 30", "+33238703030"),
        ("0033238703030", "+33238703030"),
        ("0262 20 12 34", "+262262201234"),
        ("+32 2 555 12 12", "+3225551212"),
        ("standard", ""),
        ("02 38 70 30 30 / 06 12 34 56 78", ""),
        ("", ""),
    ],
)
def test_phones_meet_on_one_form(typed: str, key: str) -> None:
    assert phone_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("ALLIONE", "Allione"),
        ("ANDROUËT", "Androuët"),
        ("DE LA TOUR", "de La Tour"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("D’ORNANO", "d’Ornano"),
        ("McAllister", "McAllister"),
        ("de Gaulle", "de Gaulle"),
        ("X", "X"),
    ],
)
def test_capitals_become_a_name(typed: str, spoken: str) -> None:
    assert spoken_name(typed) == spoken


def test_siren_is_doubted_never_refused_for_its_key() -> None:
    assert read_siren("200 000 172").doubt == ""
    assert read_siren("200000173").value == "200000173"
    assert "200000173" in read_siren("200000173").doubt


@pytest.mark.parametrize("rounded", ["1,23457E+13", "1.23457E+13", "3,56E+13"])
def test_excel_rounding_is_named(rounded: str) -> None:
    with pytest.raises(BadIdentifier, match="arrondi"):
        read_siret(rounded)


def test_la_poste_and_rna_have_their_own_rules() -> None:
    assert read_siret("356 000 000 00048").doubt == ""
    assert read_rna("w2a1000001").value == "W2A1000001"
    with pytest.raises(BadIdentifier):
        read_rna("pas un rna")

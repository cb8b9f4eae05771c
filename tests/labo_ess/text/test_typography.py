"""French typography: what is set, what stays, and that a second pass changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labo_ess.text.typography import number, of_name, plural, typo_fr, typo_html

N = "\u202f"
B = "\u00a0"

CASES = [
    ("Bonjour !", f"Bonjour{N}!"),
    ("Bonjour!", f"Bonjour{N}!"),
    ("Quoi ?!", f"Quoi{N}?!"),
    ("Vraiment ? Oui ; non : si.", f"Vraiment{N}? Oui{N}; non{B}: si."),
    ("Note: rien", f"Note{B}: rien"),
    ("« mot »", f"«{B}mot{B}»"),
    ("«mot»", f"«{B}mot{B}»"),
    ("« Complet » !", f"«{B}Complet{B}»{N}!"),
    ("Il a dit « Où ? » hier", f"Il a dit «{B}Où{N}?{B}» hier"),
    ('le "lieu" commun', f"le «{B}lieu{B}» commun"),
    ("l'acteur d'un jour", "l’acteur d’un jour"),
    ("qu'«il»", f"qu’«{B}il{B}»"),
    ("10 % et 12%", f"10{N}% et 12{N}%"),
    ("12 500,50 €", f"12{N}500,50{N}€"),
    ("1 253 EPCI, SIREN 123 456 789", f"1{N}253 EPCI, SIREN 123{N}456{N}789"),
    ("02 38 70 30 30", "02 38 70 30 30"),
    ("en 2023 120 places", "en 2023 120 places"),
    ("n° 3 et n°4", f"n°{B}3 et n°{B}4"),
    ("M. Godet, Mme Delga", f"M.{B}Godet, Mme{B}Delga"),
    ("de 9 h 30 à 11 h", f"de 9{B}h{B}30 à 11{B}h"),
    ("Et puis...", "Et puis…"),
    ("inscrit·e·s : 3", f"inscrit·e·s{B}: 3"),
    ("**Besoin :** un lieu", f"**Besoin{B}:** un lieu"),
]


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_sets_french(typed: str, expected: str) -> None:
    assert typo_fr(typed) == expected


@pytest.mark.parametrize("typed", [typed for typed, _ in CASES])
def test_second_pass_changes_nothing(typed: str) -> None:
    once = typo_fr(typed)
    assert typo_fr(once) == once


@given(st.text(alphabet="ab1 5;:!?«»\"'.,%€()\n\u00a0\u202f&<>’n°M…", max_size=30))
def test_any_text_is_stable_after_one_pass(typed: str) -> None:
    once = typo_fr(typed)
    assert typo_fr(once) == once


@pytest.mark.parametrize(
    "kept",
    [
        "https://exemple.fr/?a=1;b=2!&c='x'",
        "http://localhost:8000/l/abc:def/",
        "www.exemple.fr/a?b:c",
        "o'neil@exemple.fr",
        "9:30",
        "23:59:59",
        "&amp; &nbsp;",
        "{{ prenom }} {lien}",
        "ligne\n    ; retrait",
        "C:\\dossier",
        "",
    ],
)
def test_leaves_codes_alone(kept: str) -> None:
    assert typo_fr(kept) == kept


def test_sets_around_an_address() -> None:
    assert typo_fr("Voir https://a.fr/?x=1 !") == f"Voir https://a.fr/?x=1{N}!"


def test_html_keeps_tags_and_code() -> None:
    html = '<a href="https://a.fr/?q=l\'x;y" title="Ah !">l\'eau !</a> <code>a != b ;</code>'
    assert typo_html(html) == f'<a href="https://a.fr/?q=l\'x;y" title="Ah !">l’eau{N}!</a> <code>a != b ;</code>'


def test_html_reaches_across_tags() -> None:
    assert typo_html("<strong>Besoin</strong> : un lieu") == f"<strong>Besoin</strong>{B}: un lieu"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("le 1er décembre", "le 1<sup>er</sup> décembre"),
        ("la 1re et la 2e", "la 1<sup>re</sup> et la 2<sup>e</sup>"),
        ("au XXIe siècle", "au XXI<sup>e</sup> siècle"),
        ("1<sup>er</sup> décembre", "1<sup>er</sup> décembre"),
        ("https://a.fr/1er", "https://a.fr/1er"),
    ],
)
def test_html_raises_ordinals(typed: str, expected: str) -> None:
    assert typo_html(typed) == expected
    assert typo_html(expected) == expected


def test_plural_follows_french() -> None:
    texts = [plural(n, "place restante", "places restantes") for n in (0, 1, 2, 12500)]
    assert texts == ["0 place restante", "1 place restante", "2 places restantes", f"12{N}500 places restantes"]


def test_number_uses_narrow_spaces_and_a_true_minus() -> None:
    assert [number(n) for n in (999, 1253, -4000)] == ["999", f"1{N}253", f"−4{N}000"]


def test_html_knows_its_spaces_again_after_a_sanitizer() -> None:
    assert typo_html("la réunion «&nbsp;Copil&nbsp;: suite&#8239;!&nbsp;»") == f"la réunion «{B}Copil{B}: suite{N}!{B}»"


def test_names_elide_what_stands_before_them() -> None:
    names = ["Siméon", "Aïssata", "Hélène", "Hakim", "Œillet", "Yaël"]
    assert [of_name(name) for name in names] == ["de Siméon", "d’Aïssata", "d’Hélène", "de Hakim", "d’Œillet", "de Yaël"]

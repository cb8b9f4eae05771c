"""Fixed facts of the territory: kinds of EPCI, exceptions of the postcodes, the tile map, the first themes."""

from typing import NamedTuple

from django.db import models


class EpciKind(models.TextChoices):
    """The four kinds of EPCI with their own taxes."""

    COMMUNAUTE_DE_COMMUNES = "CC", "communauté de communes"
    COMMUNAUTE_D_AGGLOMERATION = "CA", "communauté d’agglomération"
    COMMUNAUTE_URBAINE = "CU", "communauté urbaine"
    METROPOLE = "ME", "métropole"


class Tile(NamedTuple):
    """Where a region stands on the tile map (6 × 6, counted from 1) and its three letters."""

    column: int
    row: int
    letters: str


TILES: dict[str, Tile] = {
    "32": Tile(4, 1, "HDF"),
    "28": Tile(3, 2, "NOR"),
    "11": Tile(4, 2, "IDF"),
    "44": Tile(5, 2, "GES"),
    "53": Tile(2, 3, "BRE"),
    "52": Tile(3, 3, "PDL"),
    "24": Tile(4, 3, "CVL"),
    "27": Tile(5, 3, "BFC"),
    "75": Tile(3, 4, "NAQ"),
    "84": Tile(4, 4, "ARA"),
    "76": Tile(3, 5, "OCC"),
    "93": Tile(4, 5, "PAC"),
    "94": Tile(5, 6, "COR"),
    "01": Tile(1, 1, "GLP"),
    "02": Tile(1, 2, "MTQ"),
    "03": Tile(1, 3, "GUF"),
    "04": Tile(1, 4, "REU"),
    "06": Tile(1, 5, "MYT"),
}

STRADDLING: dict[str, tuple[str, ...]] = {
    "01200": ("01", "74"),
    "01410": ("01", "39"),
    "01590": ("01", "39"),
    "05110": ("05", "04"),
    "05130": ("05", "04"),
    "05160": ("05", "04"),
    "05700": ("05", "26"),
    "06260": ("06", "04"),
    "13780": ("13", "83"),
    "21340": ("21", "71"),
    "33220": ("33", "24"),
    "37160": ("37", "86"),
    "42620": ("42", "03"),
    "43450": ("43", "15"),
    "48250": ("48", "07"),
    "52100": ("52", "51"),
}
"""Postcodes that serve communes of two départements; the one of the first two digits comes first."""

MOVED: dict[str, str] = {"97133": "977", "97150": "978", "94390": "91", "98799": "989"}
"""Postcodes whose digits say another département than theirs."""

FIRST_THEMES: tuple[tuple[str, str], ...] = (
    ("transition-energetique-citoyenne", "Transition énergétique citoyenne"),
    ("economie-circulaire-reemploi", "Économie circulaire et réemploi"),
    ("mobilites", "Mobilités"),
    ("alimentation", "Alimentation"),
    ("habitat-btp", "Habitat et BTP"),
    ("economie-de-proximite", "Économie de proximité"),
    ("cooperations-territoriales", "Coopérations territoriales"),
    ("education-populaire", "Éducation populaire"),
    ("emploi", "Emploi"),
    ("finance-solidaire", "Finance solidaire"),
    ("tiers-lieux", "Tiers-lieux"),
    ("numerique", "Numérique"),
    ("sobriete", "Sobriété"),
)
"""Slug and name; the names can be changed in the admin, the slugs stay."""

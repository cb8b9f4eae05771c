"""Which column holds what: titles as people write them, checked against the values; a person may correct it all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contacts.directory.addresses import has_valid_key
from contacts.directory.legal_forms import legal_form_code
from contacts.importing.enums import RowKind
from labo_ess.text.search import search_key

FIELDS: dict[str, str] = {
    "source_id": "Identifiant dans la source",
    "civility": "Civilité",
    "last_name": "Nom",
    "first_name": "Prénom",
    "full_name": "Nom puis prénom",
    "full_name_first": "Prénom puis nom",
    "email": "Courriel",
    "phone": "Téléphone",
    "organisation": "Structure",
    "title": "Fonction",
    "short_name": "Sigle",
    "legal_form": "Forme juridique",
    "siren": "SIREN",
    "siret": "SIRET",
    "rna": "RNA",
    "street": "Adresse",
    "postcode": "Code postal",
    "town": "Ville",
    "department": "Département",
    "region": "Région",
    "site": "Site web",
    "themes": "Thèmes",
    "note": "Remarques",
}
SEVERAL = frozenset({"email", "phone", "themes", "note"})
"""Fields that several columns may fill together."""
PERSON_SIGNS = frozenset({"civility", "first_name", "full_name", "full_name_first"})
ORGANISATION_SIGNS = frozenset({"organisation", "siren", "siret", "rna", "legal_form", "short_name"})
NAMES = frozenset({"last_name", "full_name", "full_name_first"})

_TITLES: tuple[tuple[str, str], ...] = (
    ("source_id", r"(id|identifiant|ref|reference|uid|id interne|identifiant interne|identifiant dans la source|id externe)"),
    ("full_name_first", r"(prenoms? (et )?nom|prenom nom de famille)"),
    ("full_name", r"(noms? (et )?prenoms?|nom complet|nom puis prenom|nom de famille prenom)"),
    ("civility", r"(civilites?|civ|sexe|genre)"),
    ("first_name", r"(prenoms?|prenom usuel|first ?name|given ?name)"),
    ("last_name", r"(noms?|nom de famille|nom usuel|nom d usage|patronyme|last ?name|surname|family ?name)"),
    ("email", r"(.*\b)?(courriels?|e ?mails?|mel|mails?|adresse electronique|adresse mail|adresse e mail)(\b.*)?"),
    ("phone", r"(.*\b)?(telephones?|tel|tels|portable|mobile|gsm|tel fixe|phone)(\b.*)?"),
    ("short_name", r"(sigle|acronyme|nom court|sigle ou nom d usage)"),
    ("siret", r"(n |no |numero |numero de )?siret|siret (de la structure|beneficiaire)"),
    ("siren", r"(n |no |numero |numero de )?siren"),
    ("rna", r"((n |no |numero )?(rna|waldec)|rna beneficiaire)"),
    (
        "organisation",
        r"(structures?|organismes?|organisations?|raison sociale|denomination( sociale)?|entreprise|association|etablissement|societe"
        r"|employeur|collectivite|nom (de la |de l |du )?(structure|organisme|organisation|association|beneficiaire|entreprise)"
        r"|structure organisme|nom beneficiaire)",
    ),
    ("title", r"(fonctions?|postes?|qualite|intitule du poste|mandat|fonction poste|en qualite de|role)"),
    ("street", r"(adresse( postale| 1)?|rue|voie|numero et voie)"),
    ("postcode", r"(cp|code postal|postcode)"),
    ("town", r"(villes?|communes?|localite)"),
    ("department", r"(departements?|dep|dept|code departement|n departement|departement code)"),
    ("region", r"(regions?|nom region)"),
    ("site", r"(sites?( web| internet)?|url|web)"),
    ("themes", r"(thematiques?|themes?)"),
    ("note", r"(remarques?|commentaires?|notes?|observations?)"),
)
_COMPILED = [(name, re.compile(rf"^(?:{pattern})$")) for name, pattern in _TITLES]
_BY_VALUE = re.compile(r"^(code|type (de )?structure|(nature|type|categorie|statut|forme)( juridique)?)$")
_NUMBER_OF_GRANTEE = re.compile(r"^(id beneficiaire|identification du beneficiaire|identifiant( du)? beneficiaire)$")
_ORGANISATION_WORDS = re.compile(
    r"\b(association|asso|communaute|metropole|conseil|region|departement|mairie|ville|commune|cress|scop|scic|cooperative|mutuelle"
    r"|fondation|federation|reseau|union|collectif|sarl|sas|societe|comite|maison|centre|institut|universite|chambre|syndicat|pole|agence)\b"
)
SAMPLE = 200
ENOUGH = 0.6


@dataclass
class Columns:
    """The titles of a file, where they stand, what each was understood as, and what the lines are about."""

    line: int
    headers: list[str]
    fields: list[str]
    kind: str = ""
    groups: list[str] = field(default_factory=list)

    @property
    def by_header(self) -> dict[str, str | None]:
        """Title → field; None for a column that is not stored."""
        return {header: name or None for header, name in zip(self.headers, self.fields, strict=True)}


def title_key(text: str) -> str:
    """« nomBeneficiaire* » and « Nom du bénéficiaire » as plain words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.replace("_", " ").replace("°", " ").replace("º", " "))
    return re.sub(r"\bn o\b", "n", search_key(spaced.replace("(s)", "s")))


def field_of_title(text: str) -> str:
    """The field that a title names; "" when it names none."""
    key = title_key(text)
    return next((name for name, pattern in _COMPILED if key and pattern.match(key)), "")


def find_header(rows: Sequence[Sequence[str]], within: int = 20) -> int:
    """The index of the line of titles: the one with most known titles; the first that is not empty when none has any."""
    best, most = 0, 0
    for index, row in enumerate(rows[:within]):
        known = len({field_of_title(cell) for cell in row if cell.strip()} - {""})
        if known > most:
            best, most = index, known
    if most:
        return best
    return next((index for index, row in enumerate(rows[:within]) if any(cell.strip() for cell in row)), 0)


def understand(rows: Sequence[Sequence[str]], kind: str = "", given: Mapping[str, str] | None = None) -> Columns:
    """Titles, fields and kind of a file; `given` (title → field) wins over any guess."""
    line = find_header(rows)
    width = max((len(row) for row in rows), default=0)
    cells = [*rows[line], *[""] * (width - len(rows[line]))] if rows else []
    groups = _groups(rows, line, width)
    headers = _unique([_shown(cell, groups[index], index) for index, cell in enumerate(cells)])
    sample = [row for row in rows[line + 1 : line + 1 + SAMPLE] if any(cell.strip() for cell in row)]
    fields = [_guess(cell, groups[index], _values(sample, index)) for index, cell in enumerate(cells)]
    columns = Columns(line, headers, fields, kind, groups)
    _keep_one_of_each(columns)
    _override(columns, given or {})
    columns.kind = kind or _kind(columns, sample)
    _settle_names(columns, sample)
    _override(columns, given or {})
    return columns


def _groups(rows: Sequence[Sequence[str]], line: int, width: int) -> list[str]:
    """The titles of a two-line header: « Représentant légal » above « Nom », « Prénom », « Fonction »."""
    if line == 0:
        return [""] * width
    above = [*rows[line - 1], *[""] * (width - len(rows[line - 1]))]
    if sum(1 for cell in above if cell.strip()) < 3:
        return [""] * width  # a title line above the table, not a second line of titles
    filled, last = [], ""
    for cell in above:
        last = cell.strip() or last
        filled.append(last)
    return filled


def _shown(cell: str, group: str, index: int) -> str:
    title = " ".join(cell.split())
    if not title:
        return f"Colonne {index + 1}"
    return f"{group} · {title}" if group else title


def _unique(headers: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        result.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return result


def _values(sample: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index].strip() for row in sample if index < len(row) and row[index].strip()]


def _share(values: Sequence[str], test: object) -> float:
    return sum(1 for value in values if test(value)) / len(values) if values else 0.0  # type: ignore[operator]


def _digits(value: str) -> str:
    return re.sub(r"\.0$|[\s.\u00a0\u202f]", "", value) if re.fullmatch(r"[\d\s.\u00a0\u202f]+", value) else ""


def _guess(title: str, group: str, values: list[str]) -> str:
    key = title_key(title)
    if _NUMBER_OF_GRANTEE.match(key):
        return "siret" if _share(values, lambda v: len(_digits(v)) >= 12) >= ENOUGH else "siren"
    if _BY_VALUE.match(key):
        if _share(values, lambda v: has_valid_key(_digits(v))) >= ENOUGH:
            return "siren"
        return "legal_form" if key != "code" and _share(values, lambda v: bool(legal_form_code(v))) >= ENOUGH else ""
    name = field_of_title(title)
    if name == "last_name" and field_of_title(group) == "organisation":
        return "organisation"
    return name


def _keep_one_of_each(columns: Columns) -> None:
    """One column a field, but for addresses and phones; in a two-line header, those beside the person's name."""
    fields, groups = columns.fields, columns.groups
    home = next((groups[i] for i, name in enumerate(fields) if name in PERSON_SIGNS and groups[i]), "")
    seen: set[str] = set()
    if home:
        for index, name in enumerate(fields):
            if name in ("email", "phone", "title", "last_name") and groups[index] != home:
                fields[index] = ""
    for index, name in enumerate(fields):
        if name in seen and name not in SEVERAL:
            fields[index] = ""
        seen.add(name)


def _kind(columns: Columns, sample: Sequence[Sequence[str]]) -> str:
    there = set(columns.fields)
    if there & PERSON_SIGNS:
        return RowKind.PERSONS
    if "last_name" in there:
        values = _values(sample, columns.fields.index("last_name"))
        words = _share(values, lambda v: bool(_ORGANISATION_WORDS.search(search_key(v))))
        numbered = bool(there & {"siren", "siret", "rna", "legal_form"})
        if "organisation" not in there and (numbered or words >= 0.3):
            return RowKind.ORGANISATIONS
        return RowKind.PERSONS
    return RowKind.ORGANISATIONS


def _settle_names(columns: Columns, sample: Sequence[Sequence[str]]) -> None:
    """« Nom » alone is a structure in a list of structures, and « Dupont Jeanne » in a list of persons without « Prénom »."""
    fields = columns.fields
    if columns.kind == RowKind.ORGANISATIONS:
        if "organisation" not in fields and "last_name" in fields:
            fields[fields.index("last_name")] = "organisation"
        columns.fields = ["" if name in PERSON_SIGNS | {"last_name", "title"} else name for name in fields]
    elif "last_name" in fields and not set(fields) & PERSON_SIGNS:
        values = _values(sample, fields.index("last_name"))
        if _share(values, lambda v: len(v.split()) >= 2) >= ENOUGH:
            fields[fields.index("last_name")] = "full_name"


def _override(columns: Columns, given: Mapping[str, str]) -> None:
    known = {header: index for index, header in enumerate(columns.headers)} | {
        title_key(header): index for index, header in enumerate(columns.headers)
    }
    chosen = {}
    for header, name in given.items():
        index = known.get(header, known.get(title_key(header)))
        if index is not None:
            chosen[index] = name
    for index, name in chosen.items():
        if name not in SEVERAL:  # what a person says of a column takes it from a column that was guessed
            columns.fields = ["" if other == name and place not in chosen else other for place, other in enumerate(columns.fields)]
        columns.fields[index] = name


def field_named(text: str) -> str | None:
    """The field of a code, a label or a usual title (for `--map COLUMN=field`); "" for « not stored », None when unknown."""
    if text.strip() in ("", "-", "ignorer", "ignore", "none"):
        return ""
    if text in FIELDS:
        return text
    if text == "name":
        return "organisation"
    return field_of_title(text) or next((code for code, label in FIELDS.items() if search_key(label) == search_key(text)), None)

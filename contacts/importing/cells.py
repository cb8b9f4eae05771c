"""One line of a file → clean values, remarks, or the column and the reason of a refusal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contacts.directory.addresses import Identifier, read_email, read_rna, read_siren, read_siret, spoken_name
from contacts.directory.enums import Civility
from contacts.directory.exceptions import DirectoryRefusal
from contacts.directory.legal_forms import legal_form_code, legal_form_of_name
from contacts.directory.models import Organisation, Person, Phone, Position
from contacts.importing.columns import NAMES, Columns
from contacts.importing.enums import RowKind
from contacts.importing.places import Places
from labo_ess.text.names import clean_name
from labo_ess.text.search import search_key
from labo_ess.text.typography import typo_fr

_CIVILITIES = {
    "m": Civility.SIR,
    "mr": Civility.SIR,
    "monsieur": Civility.SIR,
    "h": Civility.SIR,
    "homme": Civility.SIR,
    "masculin": Civility.SIR,
    "mme": Civility.MADAM,
    "madame": Civility.MADAM,
    "mlle": Civility.MADAM,
    "mademoiselle": Civility.MADAM,
    "f": Civility.MADAM,
    "femme": Civility.MADAM,
    "feminin": Civility.MADAM,
}
_NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r])")
_TOTAL = re.compile(r"^(sous )?tota(l|ux)( general)?$")
_SEPARATORS = re.compile(r"[;,/\n|]+|\s+(?:ou|et)\s+")
_THEME_SEPARATORS = re.compile(r"[;,/\n|]+")
_WHOLE_NUMBER = re.compile(r"^\d+\.0$")


def _limit(model: Any, name: str) -> int:
    return int(model._meta.get_field(name).max_length)


LIMITS = {
    "last_name": _limit(Person, "last_name"),
    "first_name": _limit(Person, "first_name"),
    "organisation": _limit(Organisation, "name"),
    "title": _limit(Position, "title"),
    "phone": _limit(Phone, "raw"),
    "source_id": 60,
    "note": 5000,
} | {name: _limit(Organisation, name) for name in ("short_name", "street", "postcode", "town", "site")}


@dataclass
class Reading:
    """What a line says."""

    data: dict[str, Any] = field(default_factory=dict)
    column: str = ""
    refusal: str = ""
    remarks: list[str] = field(default_factory=list)


class _Refused(Exception):
    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


def is_row(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a line of the file is a row: not blank, not a total, not the titles repeated by a page break."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or _TOTAL.match(search_key(filled[0])):
        return False
    return [cell.strip() for cell in cells] != [cell.strip() for cell in header[: len(cells)]]


def read_line(cells: Sequence[str], columns: Columns, places: Places) -> Reading:
    """The clean values of one line, or why it is refused and in which column."""
    reading = Reading()
    raw: dict[str, list[str]] = {}
    for index, name in enumerate(columns.fields):
        text = _NEUTRALISED.sub("", cells[index].strip()) if name and index < len(cells) else ""
        if text:
            raw.setdefault(name, []).append(text)
    titles = {name: header for header, name in reversed(list(zip(columns.headers, columns.fields, strict=True))) if name}
    try:
        _names(raw, columns.kind, reading)
        _one_line(raw, reading)
        _many(raw, reading)
        _numbers(raw, reading)
        _where(raw, reading, places)
        _fitting(reading.data)
    except _Refused as refused:
        reading.refusal = typo_fr(str(refused))[:300]
        reading.column = titles.get(refused.name) or next((titles[n] for n in sorted(NAMES) if n in titles), "")
    return reading


def _names(raw: Mapping[str, list[str]], kind: str, reading: Reading) -> None:
    data = reading.data
    organisation = clean_name(" ".join(raw.get("organisation", [])))
    if organisation:
        data["organisation"] = organisation
    if kind == RowKind.ORGANISATIONS:
        if not organisation:
            raise _Refused("organisation", "Le nom de la structure manque.")
        return
    last, first = _first(raw, "last_name"), _first(raw, "first_name")
    whole = _first(raw, "full_name") or _first(raw, "full_name_first")
    if whole and not last:
        last, first = split_name(whole, last_first=bool(raw.get("full_name")))
    if not clean_name(last):
        raise _Refused("last_name", "Le nom de la personne manque.")
    data["last_name"], data["first_name"] = spoken_name(last), spoken_name(first)
    civility = _CIVILITIES.get(search_key(_first(raw, "civility")), "")
    if civility:
        data["civility"] = civility.value


def split_name(whole: str, *, last_first: bool = True) -> tuple[str, str]:
    """Last name and first name of « DUPONT Jeanne », « Dupont, Jeanne » or « Jeanne DUPONT »: capitals decide, then the order."""
    if "," in whole:
        last, _, first = whole.partition(",")
        return last.strip(), first.strip()
    words = [word for word in clean_name(whole).split() if search_key(word) not in _CIVILITIES or len(word) > 4]
    capitals = [word for word in words if len(word) > 1 and word.upper() == word and any(c.isalpha() for c in word)]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals), " ".join(word for word in words if word not in capitals)
    if last_first:
        return " ".join(words[:-1]) or whole, words[-1] if len(words) > 1 else ""
    return " ".join(words[1:]) or whole, words[0] if len(words) > 1 else ""


def _first(raw: Mapping[str, list[str]], name: str) -> str:
    return raw.get(name, [""])[0]


def _one_line(raw: Mapping[str, list[str]], reading: Reading) -> None:
    data = reading.data
    for name in ("source_id", "title", "short_name", "street", "town", "site"):
        if text := clean_name(_first(raw, name)):
            data[name] = re.sub(r"\.0$", "", text) if name == "source_id" and _WHOLE_NUMBER.match(text) else text
    if site := data.get("site"):
        data["site"] = site if re.match(r"^https?://", site) else f"https://{site}"
        if " " in data["site"] or "." not in data["site"]:
            reading.remarks.append(f"« {site[:60]} » n’est pas une adresse de site : elle n’est pas reprise.")
            del data["site"]
    if notes := raw.get("note"):
        data["note"] = "\n".join(text.replace("\x00", "") for text in notes)
    form = legal_form_code(_first(raw, "legal_form")) or legal_form_of_name(data.get("organisation", ""))
    if form:
        data["legal_form"] = form


def _many(raw: Mapping[str, list[str]], reading: Reading) -> None:
    """Several addresses or phones in one cell, or in several columns."""
    emails: list[str] = []
    for cell in raw.get("email", []):
        # « Nom <adresse> » as mail programs copy it; a space inside the address itself is refused below.
        cell = re.sub(r"^[^<>]*<([^<>]+)>$", r"\1", cell)
        for piece in re.split(r"[;,/\n|]+", cell) if cell.count("@") > 1 else [cell]:
            try:
                address = read_email(piece)
            except DirectoryRefusal as refusal:
                raise _Refused("email", str(refusal)) from None
            if address and address.lower() not in [known.lower() for known in emails]:
                emails.append(address)
    if emails:
        reading.data["emails"] = emails
    phones = [clean_name(piece) for cell in raw.get("phone", []) for piece in _phone_pieces(cell)]
    if phones := list(dict.fromkeys(piece for piece in phones if piece)):
        reading.data["phones"] = phones
    themes = [clean_name(piece) for cell in raw.get("themes", []) for piece in _THEME_SEPARATORS.split(cell)]
    if themes := list(dict.fromkeys(piece for piece in themes if piece)):
        reading.data["themes"] = themes


def _phone_pieces(cell: str) -> list[str]:
    """Excel eats the first zero of a French number: nine digits get it back. Two numbers in a cell are two."""
    pieces = _SEPARATORS.split(cell) if len(re.sub(r"\D", "", cell)) > 13 else [cell]
    result = []
    for piece in pieces:
        digits = re.sub(r"\.0$", "", piece.strip())
        result.append(f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else piece)
    return result


def _numbers(raw: Mapping[str, list[str]], reading: Reading) -> None:
    """SIREN, SIRET, RNA: what is wrong is said and not stored, the line is taken all the same."""
    for name, reader, length in (("siren", read_siren, 9), ("siret", read_siret, 14), ("rna", read_rna, 0)):
        text = _first(raw, name)
        text = re.sub(r"\.0$", "", text) if _WHOLE_NUMBER.match(text) else text
        if not text:
            continue
        try:
            found: Identifier = reader(_padded(text, length))
        except DirectoryRefusal as refusal:
            reading.remarks.append(f"{refusal} La ligne est reprise sans ce numéro.")
            continue
        if found.value:
            reading.data[name] = found.value
        if found.doubt:
            reading.remarks.append(found.doubt)
    if "siret" in reading.data and "siren" not in reading.data:
        reading.data["siren"] = reading.data["siret"][:9]


def _padded(text: str, length: int) -> str:
    digits = re.sub(r"\s", "", text)
    return digits.zfill(length) if digits.isdigit() and length - 2 <= len(digits) < length else text


def _where(raw: Mapping[str, list[str]], reading: Reading, places: Places) -> None:
    data = reading.data
    if postcode := clean_name(_first(raw, "postcode")):
        data["postcode"] = places.postcode(postcode) or postcode
    # Before the reference is loaded, a territory cannot be judged: it is left out, and the line taken.
    if not places.departments:
        return
    if text := clean_name(_first(raw, "department")):
        code = places.department(text)
        if code is None:
            raise _Refused("department", f"Le département « {text[:60]} » est inconnu : écrivez son numéro ou son nom.")
        data["department"] = code
    if text := clean_name(_first(raw, "region")):
        code = places.region(text)
        if code is None:
            raise _Refused("region", f"La région « {text[:60]} » est inconnue : écrivez son nom.")
        data["region"] = code


def _fitting(data: Mapping[str, Any]) -> None:
    for name, value in data.items():
        for text in value if isinstance(value, list) else [value]:
            limit = LIMITS.get("phone" if name == "phones" else name)
            if limit and len(text) > limit:
                raise _Refused("phone" if name == "phones" else name, f"Ce texte compte {len(text)} caractères : {limit} au plus.")

"""Reading the tables that people have: CSV in any French dress, XLSX, XLS, ODS.

What is read is text, row by row as a spreadsheet numbers them: `rows[0]` is line 1, blank lines are empty lists. Title
lines, headers on two lines and totals are rows like the others; who imports decides what they are.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath

from labo_ess.documents.enums import MAX_CELLS
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.uploads import refuse_size
from labo_ess.text.encoding import decode

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 60
_CELL_LIMIT = 1_000_000
_CONTROL_SHARE = 0.01
_SAVE_AGAIN = "Ouvrez-le dans votre tableur et enregistrez-le en .xlsx ou en .csv, puis recommencez."
_FOREIGN = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"\x1f\x8b", "une archive"),
    (b"Rar!", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"{\\rtf", "un document de texte"),
)
_WEB_PAGE = re.compile(rb"^\s*(<!doctype html|<html|<table|<head|<\?xml)", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """Rows of text. `kind` is csv, xlsx, xls or ods; a spreadsheet also names the sheet read and its sisters."""

    rows: list[list[str]]
    encoding: str
    delimiter: str
    kind: str
    sheet: str = ""
    sheets: tuple[str, ...] = field(default=())

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def read(data: bytes, name: str, *, sheet: str = "") -> Table:
    """The table in a file; raises `UnreadableFile` with a French sentence. `sheet` names one of a spreadsheet's sheets."""
    refuse_size(len(data))
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            raise UnreadableFile(f"« {_shown(name)} » est {what}, pas un tableau. Rien n’a été importé. {_SAVE_AGAIN}")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        from labo_ess.documents.spreadsheets import read_spreadsheet  # built on this module's Table

        return read_spreadsheet(data, name, sheet)
    if _WEB_PAGE.match(data[:500].removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableFile(f"« {_shown(name)} » est une page web sous un nom de tableau. Rien n’a été importé. {_SAVE_AGAIN}")
    return _read_text(data, name)


def _shown(name: str) -> str:
    return PurePath(name).name[:80] or "Ce fichier"


def _read_text(data: bytes, name: str) -> Table:
    text, encoding = decode(data)
    if _looks_binary(text):
        raise UnreadableFile(f"« {_shown(name)} » ne contient pas de texte lisible : ce n’est pas un tableau. Rien n’a été importé. {_SAVE_AGAIN}")
    first, _, rest = text.partition("\n")
    said = _SEPARATOR_LINE.fullmatch(first.strip())
    if said:  # Excel writes it above the header; the line is kept, blank, so that lines count as on screen
        text = "\n" + rest
    delimiter = said.group(1) if said else _delimiter(text)
    rows = tidy(_parse(text, delimiter or ";", name))
    if not any(rows):
        raise UnreadableFile(
            f"« {_shown(name)} » ne contient aucune ligne. Rien n’a été importé : vérifiez le fichier, puis choisissez-le à nouveau."
        )
    return Table(rows, encoding, delimiter, "csv")


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\x1a\x0b") or c == "\ufffd")
    return "\x00" in text or odd > len(sample) * _CONTROL_SHARE


def _delimiter(text: str) -> str:
    """The sign that parts most rows into the same number of columns; "" when no sign does."""
    lines = io.StringIO(text[:200_000], newline="")
    sample = "".join(line for line, _ in zip(lines, range(_SAMPLE_ROWS * 3), strict=False))
    best, best_score = "", 0.0
    for sign in _DELIMITERS:
        try:
            widths = [
                len(row) for row, _ in zip(csv.reader(io.StringIO(sample, newline=""), delimiter=sign), range(_SAMPLE_ROWS), strict=False) if any(row)
            ]
        except csv.Error:
            continue
        if not widths:
            continue
        width, times = Counter(w for w in widths).most_common(1)[0]
        if width == 1:  # title lines and remarks may outnumber the rows of a short list
            wider = Counter(w for w in widths if w > 1)
            width, times = wider.most_common(1)[0] if wider else (1, 0)
            times = times if times * 2 >= len(widths) else 0
        score = times / len(widths) * (width - 1)
        if score > best_score:
            best, best_score = sign, score
    return best


def _parse(text: str, delimiter: str, name: str) -> list[list[str]]:
    csv.field_size_limit(_CELL_LIMIT)
    try:
        quoting = csv.QUOTE_NONE if _quote_left_open(text, delimiter) else csv.QUOTE_MINIMAL
        rows = []
        cells = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
            cells += len(row)
            if cells > MAX_CELLS:
                raise UnreadableFile(f"« {_shown(name)} » compte trop de cellules. Rien n’a été importé : coupez-le en plusieurs fichiers.")
            rows.append(row)
    except csv.Error:
        raise UnreadableFile(
            f"« {_shown(name)} » n’est pas un tableau régulier : une cellule ne se termine pas. Rien n’a été importé. {_SAVE_AGAIN}"
        ) from None
    return rows


def _quote_left_open(text: str, delimiter: str) -> bool:
    """One stray quote at the start of a cell would swallow the rest of the file into it."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def tidy(rows: list[list[str]]) -> list[list[str]]:
    """Cells stripped, empty cells at the end of rows and blank rows at the end of the file gone."""
    clean = []
    for row in rows:
        cells = [cell.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "").strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        clean.append(cells)
    while clean and not clean[-1]:
        clean.pop()
    return clean

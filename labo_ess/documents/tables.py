"""Reading the tables that people have: CSV in any French dress, XLSX, XLS, ODS.

What is read is text, row by row as a spreadsheet numbers them: `rows[0]` is line 1, blank lines are empty lists. Title
lines, headers on two lines and totals are rows like the others; who imports decides what they are.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePath

from labo_ess.documents.enums import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.uploads import refuse_size
from labo_ess.text.encoding import decode
from labo_ess.text.typography import number

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 60
_CELL_LIMIT = 1_000_000
_CONTROL_SHARE = 0.01
_LINES_PER_ROW = 5
"""A cell may hold several lines."""
_STRAY_QUOTES = 200
_END = "\x1a\x1a"
"""A line of our own after the last: who swallows it has a quote open."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
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
    first = text[:20].partition("\n")[0]
    said = _SEPARATOR_LINE.fullmatch(first.strip())
    if said:  # Excel writes it above the header; the line is kept, blank, so that lines count as on screen
        text = text[len(first) :]
    delimiter = said.group(1) if said else _delimiter(text)
    rows = tidy(_parse(text, delimiter or ";", name))
    refuse_shape(rows, name)
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
    sample = list(islice(_lines(text[:200_000]), _SAMPLE_ROWS * 3))
    best, best_score = "", 0.0
    for sign in _DELIMITERS:
        try:
            widths = [len(row) for row, _ in zip(csv.reader(sample, delimiter=sign), range(_SAMPLE_ROWS), strict=False) if any(row)]
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


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, whichever they are, even mixed."""
    return (found.group() for found in _LINE.finditer(text) if found.group())


def _parse(text: str, delimiter: str, name: str) -> list[list[str]]:
    csv.field_size_limit(_CELL_LIMIT)
    lines = list(islice(_lines(text), MAX_ROWS * _LINES_PER_ROW + 1))
    if len(lines) > MAX_ROWS * _LINES_PER_ROW:
        raise _too_many(name, "lignes", f"plus de {number(MAX_ROWS * _LINES_PER_ROW)}", MAX_ROWS)
    signs = [line.count(delimiter) for line in lines]  # before they are cells, which weigh ten times more
    wide = next((line for line, count in enumerate(signs, 1) if count > MAX_CELLS // 10), 0)
    if wide:
        raise _too_many(name, "colonnes", f"{number(signs[wide - 1] + 1)} à la ligne {wide}", MAX_COLUMNS)
    if sum(signs) > MAX_CELLS * 2:
        raise _too_many(name, "cellules", number(sum(signs)), MAX_CELLS)
    rows: list[list[str]] = []
    at, strays = 0, 0
    while at < len(lines):
        quoting = csv.QUOTE_MINIMAL if strays < _STRAY_QUOTES else csv.QUOTE_NONE
        at = _take(lines, at, rows, delimiter, quoting, name)
        strays += 1
    return rows


def _take(lines: Sequence[str], at: int, rows: list[list[str]], delimiter: str, quoting: int, name: str) -> int:
    """Add the rows from line `at` on; the line where to go on. One stray quote at the start of a cell would swallow what follows
    into it: then that line is taken as it is written, and the next call goes on after it."""
    last = lines[-1] if lines[-1][-1:] in "\r\n" else lines[-1] + "\n"
    given = csv.reader(chain(islice(lines, at, len(lines) - 1), [last, _END]), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    begun = at
    try:
        for row in given:
            if row == [_END]:
                return len(lines)
            ended = at + given.line_num
            if ended - begun > 1 and _is_stray(row, lines[begun:ended], delimiter):
                break
            rows.append(row)
            begun = ended
        else:
            return len(lines)
    except csv.Error:  # a cell of more than a million signs: a quote left open, unless the line itself is as long
        if len(lines[begun]) > _CELL_LIMIT:
            raise UnreadableFile(
                f"« {_shown(name)} » : une cellule de la ligne {begun + 1} compte plus d’un million de signes. Rien n’a été importé. {_SAVE_AGAIN}"
            ) from None
    rows += csv.reader([lines[begun]], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return begun + 1


def _is_stray(row: list[str], lines: Sequence[str], delimiter: str) -> bool:
    """Whether a row of several lines comes from a quote that nobody closed: it reached our own end, or closed in the middle of a word."""
    if row[-1].endswith(_END):
        return True
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return True
    return False


def refuse_shape(rows: Sequence[Sequence[str]], name: str) -> None:
    """A table larger than any list of people is refused before it fills a memory."""
    if len(rows) > MAX_ROWS:
        raise _too_many(name, "lignes", number(len(rows)), MAX_ROWS)
    wide = next((line for line, row in enumerate(rows, 1) if len(row) > MAX_COLUMNS), 0)
    if wide:
        raise _too_many(name, "colonnes", f"{number(len(rows[wide - 1]))} à la ligne {wide}", MAX_COLUMNS)
    if (cells := sum(map(len, rows))) > MAX_CELLS:
        raise _too_many(name, "cellules", number(cells), MAX_CELLS)


def _too_many(name: str, what: str, counted: str, limit: int) -> UnreadableFile:
    advice = "gardez les colonnes utiles" if what == "colonnes" else "coupez-le en plusieurs fichiers"
    return UnreadableFile(f"« {_shown(name)} » compte trop de {what} : {counted}, pour {number(limit)} au plus. Rien n’a été importé : {advice}.")


def tidy(rows: list[list[str]]) -> list[list[str]]:
    """Cells stripped, empty cells at the end of rows and blank rows at the end of the file gone."""
    clean = []
    for row in rows:
        cells = [cell.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "").replace("\x00", "").strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        clean.append(cells)
    while clean and not clean[-1]:
        clean.pop()
    return clean

"""XLSX, XLS and ODS, weighed before they are opened: a small file can hold a very large one."""

import io
import json
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator

from labo_ess.documents import workbook
from labo_ess.documents.enums import MAX_CELLS, MAX_PACKED_FILES, MAX_READER_BYTES, MAX_UNPACKED_BYTES
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.tables import Table, refuse_shape, tidy

_NOTHING = "Rien n’a été importé."
_ENCRYPTED = f"Ce fichier est protégé par un mot de passe. {_NOTHING} Enregistrez-le sans mot de passe, puis recommencez."
_HUGE = f"Une fois ouvert, ce fichier est bien plus gros qu’il n’en a l’air. {_NOTHING} Copiez les lignes utiles dans un nouveau fichier."
_BROKEN = f"Ce classeur est abîmé ou incomplet. {_NOTHING} Ouvrez-le dans votre tableur et enregistrez-le à nouveau, puis recommencez."
_NO_SHEET = f"Ce classeur ne contient aucune ligne. {_NOTHING} Vérifiez le fichier, puis choisissez-le à nouveau."
_NOT_A_TABLE = f"Ce fichier est une archive ou un document de texte, pas un tableau. {_NOTHING} Choisissez un fichier .xlsx, .xls, .ods ou .csv."
_SECONDS = 60
"""Of the clock; the reader has a few seconds of the processor."""


def read_spreadsheet(data: bytes, name: str, sheet: str = "") -> Table:
    """The fullest sheet of a workbook (a first sheet is often a cover), or the one named."""
    kind = _weigh_zip(data) if data.startswith(b"PK") else _weigh_ole(data)
    read = _open(data, sheet)
    rows = tidy(read["rows"])
    if not any(rows):
        raise UnreadableFile(_NO_SHEET)
    refuse_shape(rows, name)
    return Table(rows, "", "", kind, read["sheet"], tuple(read["sheets"]))


def _open(data: bytes, sheet: str) -> dict:
    """In a process of its own: what it cannot hold or what brings it down is refused, and this one goes on."""
    # Of the sheet's name, what a command line can carry; no sheet bears more than 31 characters.
    command = [sys.executable, "-I", workbook.__file__, str(MAX_CELLS), str(MAX_READER_BYTES), sheet[:100].replace("\0", "")]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(_HUGE) from None
    if done.returncode == 0:
        read: dict = json.loads(done.stdout)
        return read
    if done.returncode == workbook.ENCRYPTED:
        raise UnreadableFile(_ENCRYPTED)
    # Killed, or out of memory in the middle of a library: too big as well.
    out_of_memory = done.returncode < 0 or b"memory" in done.stderr.lower()
    raise UnreadableFile(_HUGE if done.returncode == workbook.HUGE or out_of_memory else _BROKEN)


# --- Weighing ------------------------------------------------------------------------------------------------------


def _weigh_ole(data: bytes) -> str:
    """An .xls, or a modern file that its password wraps in an old one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(_ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in data or "PowerPoint Document".encode("utf-16-le") in data:
        raise UnreadableFile(_NOT_A_TABLE)
    return "xls"


def _weigh_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _weigh_archive(archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise UnreadableFile(_BROKEN) from None


def _weigh_archive(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    if len(entries) > MAX_PACKED_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(_HUGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile(_ENCRYPTED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise UnreadableFile(_BROKEN)  # no spreadsheet program writes others, and their readers take as much memory as the file says
    names = {entry.filename for entry in entries}
    if "content.xml" in names and "mimetype" in names:
        return _weigh_ods(archive, names)
    if not names & {"xl/workbook.xml", "xl/workbook.bin"}:
        raise UnreadableFile(_NOT_A_TABLE)
    for name in names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _refuse_area(*_xlsx_area(_honest_bytes(archive, name)))
        else:
            _honest_bytes(archive, name)
    return "xlsx"


def _honest_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """The unpacked bytes; a size or checksum that lies ends as a broken file."""
    with archive.open(name) as stream:
        made = stream.read(MAX_UNPACKED_BYTES + 1)
    if len(made) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(_HUGE)
    return made


def _refuse_area(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise UnreadableFile(_HUGE)


_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def _xlsx_area(xml: bytes) -> tuple[int, int]:
    """Last row and last column that hold a cell: the reader makes a full rectangle of them in memory."""
    rows = columns = 0
    for found in _CELL.finditer(xml):
        letters, digits = found.groups()
        rows = max(rows, int(digits))
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        columns = max(columns, column)
    return rows, columns


_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,9})"')
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d{1,9})"')


def _weigh_ods(archive: zipfile.ZipFile, names: set[str]) -> str:
    if b"opendocument.spreadsheet" not in _honest_bytes(archive, "mimetype"):
        raise UnreadableFile(_NOT_A_TABLE)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _honest_bytes(archive, "META-INF/manifest.xml"):
        raise UnreadableFile(_ENCRYPTED)
    for area in _ods_areas(_honest_bytes(archive, "content.xml")):
        _refuse_area(*area)
    return "ods"


def _ods_areas(xml: bytes) -> Iterator[tuple[int, int]]:
    """Last filled row and column of each sheet, repetitions counted."""
    row = column = last_row = last_column = 0
    for each in _ODS_TAG.finditer(xml):
        tag, attributes = each.groups()
        if tag == b"table":
            yield last_row, last_column
            row = column = last_row = last_column = 0
        elif tag == b"table-row":
            found = _ROWS_REPEATED.search(attributes)
            row += int(found[1]) if found else 1
            column = 0
        else:
            found = _COLUMNS_REPEATED.search(attributes)
            column += int(found[1]) if found else 1
            if b"office:value-type" in attributes:
                last_row, last_column = max(last_row, row), max(last_column, column)
    yield last_row, last_column

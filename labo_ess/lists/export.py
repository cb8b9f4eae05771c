"""The one writer of CSV and XLSX files: they open right in a French Excel, and no cell of them is a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

from labo_ess.lists.columns import Column

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a text as a formula, or as a second cell (OWASP; the full-width signs fool some of them)."""
CELL_LIMIT = 32_767
"""Characters that Excel keeps in a cell."""

Columns = Sequence[Column] | Sequence[str]


def csv_bytes(columns: Columns, rows: Iterable[Any], open_format: bool = False) -> bytes:
    """A CSV file.

    For a French Excel: UTF-8 with its mark, semicolons, jj/mm/aaaa, decimal comma. `open_format`: no mark, commas, ISO dates.
    `columns` are those of a list, or mere titles when `rows` are sequences of values.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if open_format else ";", lineterminator="\r\n")
    said = _open_text if open_format else _french_text
    writer.writerow([_harmless(title) for title in _titles(columns)])
    for values in _values(columns, rows):
        writer.writerow([said(value) for value in values])
    return (("" if open_format else BOM) + out.getvalue()).encode()


def xlsx_bytes(columns: Columns, rows: Iterable[Any], sheet: str = "Liste") -> bytes:
    """An Excel workbook of one sheet: typed dates and numbers, texts always as texts."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "remove_timezone": True, "constant_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "moment": book.add_format({"num_format": 'dd/mm/yyyy hh"h"mm'}),
            "time": book.add_format({"num_format": 'hh"h"mm'}),
        }
        titles = _titles(columns)
        page.set_column(0, max(len(titles) - 1, 0), 24)
        page.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            page.write_string(0, place, title, formats["head"])
        last = 0
        for last, values in enumerate(_values(columns, rows), start=1):
            for place, value in enumerate(values):
                _write(page, last, place, value, formats)
        page.autofilter(0, 0, last, max(len(titles) - 1, 0))
    return out.getvalue()


def _titles(columns: Columns) -> list[str]:
    return [column if isinstance(column, str) else column.label for column in columns]


def _values(columns: Columns, rows: Iterable[Any]) -> Iterable[list[Any]]:
    readers: list[Callable[[Any], Any]] = [column.plain for column in columns if isinstance(column, Column)]
    for row in rows:
        yield [read(row) for read in readers] if readers else list(row)


def _harmless(text: str) -> str:
    """`text` that no spreadsheet runs: what looks like a formula gets an apostrophe, which an import takes off again."""
    return f"'{text}" if text.lstrip(" \u00a0\u202f").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def _local(moment: datetime) -> datetime:
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _french_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return _local(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (float, Decimal)):
        return str(value).replace(".", ",")
    return str(value) if isinstance(value, int) else _harmless(str(value))


def _open_text(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes") if timezone.is_aware(value) else value.isoformat(timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (float, Decimal)):
        return str(value)
    return _french_text(value)


def _write(page: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, place, "oui" if value else "non")
    elif isinstance(value, (int, float, Decimal)):
        page.write_number(row, place, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, place, _local(value), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime.combine(value, time()), formats["date"])
    elif isinstance(value, time):
        page.write_datetime(row, place, value, formats["time"])
    else:
        page.write_string(row, place, str(value)[:CELL_LIMIT])


def _sheet_name(text: str) -> str:
    return "".join(sign for sign in text if sign not in "[]:*?/\\'")[:31] or "Liste"

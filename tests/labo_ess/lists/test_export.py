"""The files that leave the house."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from labo_ess.lists.export import csv_bytes, xlsx_bytes

ROW = ["Léa; dite « L’amie »", date(2026, 12, 1), datetime(2026, 11, 24, 9, 30, tzinfo=UTC), time(9, 30), 1.5, Decimal("-2.50"), -3, True, None]


def test_the_french_csv_opens_right_in_excel() -> None:
    made = csv_bytes(["Nom", "Jour", "Reçu", "Heure", "Note", "Solde", "Écart", "Oui", "Rien"], [ROW])
    assert made.startswith(b"\xef\xbb\xbfNom;Jour;")
    assert made.decode("utf-8-sig").splitlines()[1] == '"Léa; dite « L’amie »";01/12/2026;24/11/2026 10:30;09:30;1,5;-2,50;-3;oui;'
    assert made.count(b"\r\n") == 2


def test_the_open_csv_speaks_to_machines() -> None:
    made = csv_bytes(["Nom", "Jour"], [["Léa, ou Lou", date(2026, 12, 1)]], open_format=True)
    assert made == 'Nom,Jour\r\n"Léa, ou Lou",2026-12-01\r\n'.encode()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", " =", "\u00a0+", "＝"])
def test_no_cell_of_a_csv_is_a_formula(sign: str) -> None:
    for open_format in (False, True):
        made = csv_bytes(["A"], [[f"{sign}1+1"]], open_format).decode("utf-8-sig")
        assert made.removeprefix("A\r\n").lstrip('"').startswith(f"'{sign}1+1")


@pytest.mark.parametrize("text", ["=1+1", "+33123456789", "@SUM(A1)", "\t=1", "\0nul", "01000", "https://example.org", "x" * 40_000, "\x01\x02"])
def test_texts_of_a_workbook_stay_texts(text: str) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(["Titre"], [[text]]))).get_sheet_by_index(0)
    value = sheet.to_python()[1][0]
    assert isinstance(value, str)
    assert value[:6] == text[:6] or text[0] in "\0\x01\t"


def test_a_workbook_holds_typed_dates_and_numbers() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(["A"] * 9, [ROW], "Inscriptions/2026"))).get_sheet_by_index(0)
    assert sheet.name == "Inscriptions2026"
    assert sheet.to_python()[1][1:7] == [date(2026, 12, 1), datetime(2026, 11, 24, 10, 30), time(9, 30), 1.5, -2.5, -3.0]


def test_an_empty_file_still_has_its_titles() -> None:
    assert csv_bytes(["Nom"], []).decode("utf-8-sig") == "Nom\r\n"
    assert xlsx_bytes([], [])[:2] == b"PK"

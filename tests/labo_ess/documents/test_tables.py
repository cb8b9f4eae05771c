"""Tables in every dress, and everything that is no table."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from labo_ess.documents import spreadsheets, tables
from labo_ess.documents.exceptions import UnreadableFile

HEADER = ["Nom", "Prénom", "Ville"]
ROWS = [HEADER, ["LEFÈVRE", "Zoé", "Nîmes, centre"], ["ÉVRARD", "François", "Orléans"]]


def csv_bytes(delimiter: str, codec: str, rows: list[list[str]] = ROWS, end: str = "\r\n") -> bytes:
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
    return (end.join(delimiter.join(row) for row in quoted) + end).encode(codec)


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        fill(book)
    return out.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_reads_csv_in_every_dress(delimiter: str, codec: str) -> None:
    table = tables.read(csv_bytes(delimiter, codec), "liste.csv")
    assert (table.rows, table.delimiter, table.kind) == (ROWS, delimiter, "csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_every_line_end(end: str) -> None:
    assert tables.read(csv_bytes(";", "utf-8", end=end), "x.csv").rows == ROWS


def test_title_lines_and_blank_lines_keep_their_number() -> None:
    data = "Liste des invité·e·s\n\n".encode() + csv_bytes(";", "utf-8") + b";;\n\n"
    table = tables.read(data, "x.csv")
    assert table.rows == [["Liste des invité·e·s"], [], *ROWS]
    assert table.delimiter == ";"


def test_excel_separator_line_is_obeyed() -> None:
    table = tables.read(b"sep=|\nNom|Ville\nA;B|C\n", "x.csv")
    assert (table.rows, table.delimiter) == ([[], ["Nom", "Ville"], ["A;B", "C"]], "|")


def test_cells_over_several_lines() -> None:
    table = tables.read(b'Nom;Note\nA;"un\r\ndeux"\nB;\n', "x.csv")
    assert table.rows == [["Nom", "Note"], ["A", "un\ndeux"], ["B"]]


def test_a_stray_quote_swallows_nothing() -> None:
    table = tables.read('Nom;Ville\nA;"Orléans\nB;Blois\n'.encode(), "x.csv")
    assert table.rows == [["Nom", "Ville"], ["A", '"Orléans'], ["B", "Blois"]]


def test_one_column_has_no_delimiter() -> None:
    table = tables.read("Nom\nÉvrard, François\nZoé\n".encode(), "x.csv")
    assert table.rows[0] == ["Nom"]
    assert len(table.rows) == 3


def test_decimal_commas_do_not_part_columns() -> None:
    table = tables.read(b"Nom;Montant\nA;12,50\nB;3,20\nC;7,00\n", "x.csv")
    assert (table.delimiter, table.rows[1]) == (";", ["A", "12,50"])


def test_reads_a_workbook_as_its_reader_sees_it() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Lisez-moi").write_column(0, 0, ["Ce classeur"] * 9)
        sheet = book.add_worksheet("Liste")
        sheet.write_row(1, 0, ["Nom", "CP", "SIRET", "Date", "Montant", "Oui ?"])
        sheet.write_row(2, 0, ["Évrard", "01000", 12345678900012])
        sheet.write_datetime(2, 3, date(2023, 11, 28))
        sheet.write_row(2, 4, [12.5, True])

    table = tables.read(workbook(fill), "x.xlsx")
    assert table.rows == [
        [],
        ["Nom", "CP", "SIRET", "Date", "Montant", "Oui ?"],
        ["Évrard", "01000", "12345678900012", "28/11/2023", "12,5", "oui"],
    ]
    assert (table.kind, table.sheet, table.sheets) == ("xlsx", "Liste", ("Lisez-moi", "Liste"))


def test_reads_the_sheet_asked_for() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("A").write_row(0, 0, ["x", "y", "z"])
        book.add_worksheet("B").write_row(0, 0, ["u", "v"])

    assert tables.read(workbook(fill), "x.xlsx", sheet="B").rows == [["u", "v"]]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def ods(cells: str) -> bytes:
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'  # noqa: E501
    content = f'<?xml version="1.0"?><office:document-content {space}><office:body><office:spreadsheet><table:table table:name="F">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'  # noqa: E501
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def test_reads_ods() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>" for a, b in (("Nom", "Ville"), ("É", "Blois")))
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    table = tables.read(ods(rows + empty), "x.ods")
    assert (table.rows, table.kind) == ([["Nom", "Ville"], ["É", "Blois"]], "ods")


def far_corner(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write("A1", "a")
    sheet.write("XFD1048576", "b")


HUGE_ODS = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="9000"/></table:table-row>'  # noqa: E501
BAD = {
    "vide.csv": (b"", "vide"),
    "blanc.csv": (b"  \r\n;;;\r\n", "aucune ligne"),
    "bruit.csv": (bytes(range(256)) * 50, "texte lisible"),
    "nul.csv": (b"Nom;Ville\nA\x00;B\n", "texte lisible"),
    "lourd.csv": (b"a;b\n" * 6_000_000, "24 Mo"),
    "doc.pdf": (b"%PDF-1.7 ...", "un PDF"),
    "photo.csv": (b"\x89PNG\r\n\x1a\n", "une image"),
    "page.xls": (b"<html><table><tr><td>a</td></tr></table></html>", "page web"),
    "tronque.xlsx": (b"PK\x03\x04 puis rien", "abîmé"),
    "lettre.docx": (zipped({"word/document.xml": b"<w/>"}), "document de texte"),
    "bombe.xlsx": (zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 60_000_000}), "bien plus gros"),
    "coins.xlsx": (workbook(far_corner), "bien plus gros"),
    "repete.ods": (ods(HUGE_ODS), "bien plus gros"),
    "sans-feuille.xlsx": (workbook(lambda book: book.add_worksheet() and None), "aucune ligne"),
    "faux.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "abîmé"),
    "cle.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "cle.ods": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"?", "META-INF/manifest.xml": b"<encryption-data/>"}),
        "mot de passe",
    ),
}


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_no_table_is_refused_in_french(name: str) -> None:
    data, said = BAD[name]
    with pytest.raises(UnreadableFile, match=said) as refusal:
        tables.read(data, name)
    assert str(refusal.value).endswith(".")


def test_a_zip_that_lies_about_its_size_is_broken() -> None:
    data = bytearray(zipped({"xl/workbook.xml": b"x" * 5000}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableFile, match="abîmé"):
        tables.read(bytes(data), "x.xlsx")


def test_the_area_of_an_honest_sheet_is_counted() -> None:
    assert spreadsheets._xlsx_area(b'<c r="A1"/><c s="1" r="C7"/>') == (7, 3)


@pytest.mark.real_data
def test_reads_every_real_file(real_data: Path) -> None:
    read = {path.name: tables.read(path.read_bytes(), path.name) for path in sorted((real_data / "contacts").iterdir())}
    shapes = {name: (table.encoding, table.delimiter, table.width) for name, table in read.items()}
    assert shapes["deputes_europeens_excel-fr.csv"][:2] == ("windows-1252", ";")
    assert shapes["epci_excel-fr.csv"][:2] == ("windows-1252", ";")
    assert shapes["subventions_bom.csv"][:2] == ("utf-8-sig", ",")
    assert shapes["engagements_multilignes.csv"][1] == ";"
    assert len(read["epci.csv"].rows) == 1254
    assert all(table.width > 1 and len(table.rows) > 1 for table in read.values())

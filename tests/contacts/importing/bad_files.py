"""Files that nobody meant well, and some that somebody meant well: made by hand, or drawn by Hypothesis."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import xlsxwriter
from hypothesis import strategies as st

from contacts.importing.columns import FIELDS

LINE = ["Durand", "Léa", "lea@example.org"]
HEADER = ["Nom", "Prénom", "Courriel"]
GOOD = ";".join(HEADER) + "\r\n" + ";".join(LINE) + "\r\n"
_BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="F" sheetId="1" r:id="rId1"/></sheets></workbook>'  # noqa: E501
_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'  # noqa: E501
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'  # noqa: E501
_ROOT = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'  # noqa: E501
_SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ODS_SPACE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'  # noqa: E501
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def raw_xlsx(rows: bytes, shared: bytes = b"", before: bytes = b"") -> bytes:
    """A workbook as a hand writes it, so that it may hold what no program writes."""
    sheet = b'<?xml version="1.0"?>' + before + b"<worksheet " + _SPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return zipped(parts | {"xl/sharedStrings.xml": b"<sst " + _SPACE + b">" + shared + b"</sst>"})


def xlsx(rows: list[list[Any]], strings: bool = True) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": not strings, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # the same bytes each time, or Hypothesis cannot draw from them
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and strings:
                    sheet.write_string(line, column, cell)
                else:
                    sheet.write(line, column, cell)
    return out.getvalue()


def ods(cells: str) -> bytes:
    content = f'<?xml version="1.0"?><office:document-content {_ODS_SPACE}><office:body><office:spreadsheet><table:table table:name="F">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'  # noqa: E501
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def _inline(*cells: bytes) -> bytes:
    return b"<row>" + b"".join(b'<c t="inlineStr"><is><t>' + cell + b"</t></is></c>" for cell in cells) + b"</row>"


def _shared_bomb() -> bytes:
    """A string of one megabyte, shown by five thousand cells."""
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 5001))
    return raw_xlsx(cells, b"<si><t>" + b"x" * 1_000_000 + b"</t></si>")


def _ods_bomb() -> bytes:
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="400"><text:p>{"x" * 100_000}</text:p></table:table-cell>'
    return ods(f'<table:table-row table:number-rows-repeated="2000">{cell}</table:table-row>')


def _scratched(data: bytes) -> bytes:
    """Its first packed part is damaged."""
    name, extra = int.from_bytes(data[26:28], "little"), int.from_bytes(data[28:30], "little")
    start = 30 + name + extra
    return data[:start] + b"\xff" * 12 + data[start + 12 :]


def _packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("xl/workbook.xml", _BOOK)
    return out.getvalue()


def _laughs() -> bytes:
    """Entities that stand for entities: the billion laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return raw_xlsx(_inline(b"Nom", b"&a9;"), before=f"<!DOCTYPE x [{entities}]>".encode())


REFUSED: dict[str, Callable[[], bytes]] = {
    "vide.csv": lambda: b"",
    "lignes-blanches.csv": lambda: b"\r\n  \r\n;;;\r\n\t\r\n" * 200,
    "titres-seuls.csv": lambda: b"Nom;Pr\xe9nom;Courriel\r\n",
    "nul.csv": lambda: b"Nom;Pr\x00nom\nDurand;L\x00a\n",
    "que-des-nuls.csv": lambda: b"\x00" * 5000,
    "16384-colonnes.csv": lambda: (";".join(f"Nom {n}" for n in range(16_384)) + "\n" + ";".join("x" * 16_384) + "\n").encode(),
    "16384-colonnes.xlsx": lambda: xlsx([[f"Nom {n}" for n in range(16_384)], ["x"] * 16_384]),
    "un-million-de-colonnes.csv": lambda: b"Nom" + b";x" * 1_000_000 + b"\nDurand\n",
    "un-million-de-lignes.csv": lambda: b"Nom\n" + b"Durand\n" * 1_000_000,
    "que-des-points-virgules.csv": lambda: b";" * 15_000_000,
    "que-des-fins-de-ligne.csv": lambda: b"Nom\n" + b"\n" * 15_000_000 + b"Durand\n",
    "que-des-guillemets.csv": lambda: b'Nom\n"' + b'"\n"' * 5_000_000,
    "trop-de-cellules.csv": lambda: b"Nom" + b";a" * 400 + b"\n" + (b"x" + b";y" * 400 + b"\n") * 9_000,
    "une-cellule-de-15-Mo.csv": lambda: b'Nom;Note\nDurand;"' + b"x" * 15_000_000 + b'"\n',
    "une-cellule-de-15-Mo-en-emoji.csv": lambda: b'Nom;Note\nDurand;"' + "🙂".encode() * 4_000_000 + b'"\n',
    "page.csv": lambda: b"<!DOCTYPE html><table><tr><td>Nom</td></tr></table>",
    "photo.csv": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
    "document.xlsx": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "archive.csv": lambda: b"\x1f\x8b\x08\x00" + b"x" * 100,
    "lettre.xlsx": lambda: zipped({"word/document.xml": b"<w/>"}),
    "bombe.xlsx": lambda: zipped({"xl/workbook.xml": _BOOK, "xl/worksheets/sheet1.xml": b" " * 200_000_000}),
    "une-cellule-de-200-Mo.xlsx": lambda: raw_xlsx(_inline(b"Nom", b"x" * 200_000_000)),
    "une-chaine-partagee.xlsx": _shared_bomb,
    "une-chaine-repetee.ods": _ods_bomb,
    "rires.xlsx": _laughs,
    "deux-coins.xlsx": lambda: raw_xlsx(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "octets-changes.xlsx": lambda: _scratched(xlsx([HEADER, LINE])),
    "autre-compression.xlsx": lambda: _packed(zipfile.ZIP_LZMA),
    "tronque.xlsx": lambda: xlsx([HEADER, LINE])[:900],
    "sans-relations.xlsx": lambda: zipped({"xl/workbook.xml": _BOOK, "xl/worksheets/sheet1.xml": b"<worksheet/>"}),
    "pas-du-xml.xlsx": lambda: raw_xlsx(b"<row><c><v>1</c></row></b>"),
    "chiffre.xlsx": lambda: _OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 400,
    "faux.xls": lambda: _OLE + bytes(range(256)) * 40,
    "separateur-guillemet.csv": lambda: b'sep="\nNom"Prenom\n',
    "moities-de-caracteres.csv": lambda: "Nom;Prénom\nDur\ud800and;Lé\udfffa\n".encode("utf-16", "surrogatepass"),
    "moities-en-utf-8.csv": lambda: "Nom;Prenom\nDur\ud800and;L\udfffa\n".encode("utf-8", "surrogatepass"),
    "json.csv": lambda: json.dumps({"nom": ["a"] * 5}).encode(),
}
"""Refused in words: nothing of them is laid in."""

READ: dict[str, tuple[Callable[[], bytes], int]] = {
    "formules.csv": (lambda: "Nom;Prénom;Fonction\n=cmd|' /C calc'!A0;Léa;@SUM(1+1)\n+33;-1;=1+1\n".encode(), 2),
    "formules.xlsx": (lambda: xlsx([HEADER, ['=HYPERLINK("http://x";"y")', "=1+1", "lea@example.org"]]), 1),
    "vraies-formules.xlsx": (lambda: xlsx([HEADER, ["Durand", "=1+1", "lea@example.org"]], strings=False), 1),
    "mauvaise-extension.xlsx": (lambda: GOOD.encode("cp1252"), 1),
    "mauvaise-extension.csv": (lambda: xlsx([HEADER, LINE]), 1),
    "titres-en-double.csv": (lambda: "Nom;Nom;Nom;Prénom\nDurand;x;y;Léa\n".encode(), 1),
    "guillemet-jamais-ferme.csv": (lambda: 'Nom;Prénom;Fonction\n"Durand";"Léa";"a;b"\nMartin;"Noé;x\n"Petit";"Zoé";"c;d"\n'.encode(), 3),
    "guillemets-dans-chaque-ligne.csv": (lambda: ("Nom;Prénom\n" + "".join(f'"Durand{n};Léa\n' for n in range(61))).encode(), 61),
    "fins-melangees.csv": (lambda: "Nom;Prénom\rDurand;Léa\r\nMartin;Noé\nPetit;Zoé\r".encode(), 3),
    "utf-16-sans-marque.csv": (lambda: GOOD.encode("utf-16-le"), 1),
    "utf-16-be-sans-marque.csv": (lambda: GOOD.encode("utf-16-be"), 1),
    "une-moitie-de-caractere.csv": (lambda: ("Nom;Prénom\nDur\ud800and;Léa\n" + "Martin;Noé\n" * 20).encode("utf-16", "surrogatepass"), 21),
    "emoji-en-deux-moities.csv": (lambda: ("Nom;Prénom\nDur\ud83d\ude42and;Léa\n").encode("utf-8", "surrogatepass"), 1),
    "500-colonnes.csv": (lambda: ("Nom" + ";" * 600 + "\nDurand" + ";x" * 400 + "\n").encode(), 1),
    "fin-de-fichier-dos.csv": (lambda: GOOD.encode("cp850") + b"\x1a", 1),
    "cellules-de-cent-mille-signes.csv": (lambda: ("Nom;Note\n" + "".join(f"Durand{n};{'x' * 100_000}\n" for n in range(20))).encode(), 20),
}
"""Strange, and read right: the number of lines they hold."""

_TITLES = st.sampled_from([*FIELDS.values(), "Date de naissance", "", "Nom", "NOM Prénom", "Total", "N° SIRET", "Nom\nde famille", "x" * 300])
_CELLS = st.one_of(
    st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=30),
    st.text(max_size=4),
    st.sampled_from(
        [
            *("=1+1", "+33", "-1", "@x", "1,23457E+13", "a@b.fr;c@d.fr", "Total", "\u202eabc", "x" * 5000, "0", "W000000000", "45", '"', '"a', 'a"b'),
            *(
                "Dupont",
                "Léa",
                "lea@example.org",
                "01 99 00 12 34",
                "Cress Bretagne",
                "12345678900012",
                "Ille-et-Vilaine",
                "\u2028",
                "\x00",
                "\x1a\x1a",
            ),
        ]
    ),
)
_TABLES = st.one_of(st.lists(st.lists(_CELLS, min_size=2, max_size=9), min_size=1, max_size=8), st.lists(st.lists(_CELLS, max_size=9), max_size=3))
_HEADERS = st.one_of(
    st.just(HEADER),
    st.just(["Civilité", "NOM", "Prénom", "Courriel", "Téléphone", "Structure", "Fonction", "Remarques"]),
    st.just(["Raison sociale", "SIREN", "RNA", "Adresse", "Code postal", "Ville", "Département", "Thématiques"]),
    st.lists(_TITLES, min_size=1, max_size=8),
)
_CODECS = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman", "cp850"])


@st.composite
def csv_files(draw: Any) -> tuple[str, bytes]:
    """Any cells, any separator, any line ends, any encoding, quoted or not."""
    sign, quote = draw(st.sampled_from([";", ",", "\t", "|"])), draw(st.sampled_from(["", '"']))
    ends = draw(st.lists(st.sampled_from(["\r\n", "\n", "\r"]), min_size=1, max_size=3))
    rows = [draw(_HEADERS), *draw(_TABLES)]
    lines = [sign.join(f"{quote}{cell}{quote}" for cell in row) + ends[number % len(ends)] for number, row in enumerate(rows)]
    return "liste.csv", "".join(lines).encode(draw(_CODECS), "ignore")


@st.composite
def workbooks(draw: Any) -> tuple[str, bytes]:
    """Any cells in a workbook: texts, numbers, yes and no."""
    values = st.one_of(_CELLS, st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**53), 2**53), st.booleans())
    rows = [draw(_HEADERS), *draw(st.lists(st.lists(values, max_size=6), min_size=1, max_size=6))]
    return "liste.xlsx", xlsx([[cell.replace("\x00", "") if isinstance(cell, str) else cell for cell in row] for row in rows])


@st.composite
def damaged(draw: Any) -> tuple[str, bytes]:
    """A good file of which some bytes changed, went or came, under any name."""
    _name, data = draw(st.one_of(csv_files(), workbooks(), st.just(("", GOOD.encode("cp1252"))), st.just(("", ods("<table:table-row/>")))))
    broken = bytearray(data)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, max(len(broken) - 1, 0)))
        broken[place : place + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
    return draw(st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.ods", "a.txt", "a", "a.exe"])), bytes(broken)


def generated() -> st.SearchStrategy[tuple[str, bytes]]:
    """A file with its name."""
    return st.one_of(csv_files(), csv_files(), workbooks(), damaged(), st.tuples(st.just("bruit.csv"), st.binary(max_size=600)))


def hand_made() -> Iterator[tuple[str, bytes]]:
    """All that are named above."""
    yield from ((name, make()) for name, make in REFUSED.items())
    yield from ((name, make()) for name, (make, _lines) in READ.items())

"""Makes `fixtures/epci.csv.gz` and `fixtures/communes.csv.gz` from the official division of the year. Run once a year, by hand:

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python contacts/reference/build_territories.py package/data

The version is that of the year (6.0.0 is 2026). Overseas collectivities without region (codes 975 to 989) are left out.
The package of 2026 still lists the four EPCI that became two on 1 January 2026; `MERGED` puts that right (1 253 EPCI).
An EPCI that lies in several départements is given to the one where most of its people live.
"""

import csv
import gzip
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parent / "fixtures"
MERGED = {
    ("241200658", "241200765"): ("994579670", "CC du Lévézou", "CC"),
    ("245701222", "245701362"): ("992367730", "CA Thionville Fensch Agglomération", "CA"),
}
"""SIREN of those that merged → SIREN, name and kind of what they became (Répertoire national des élus, 2026)."""
COMMUNE_COLUMNS = ["code", "nom", "departement_code", "epci_siren", "codes_postaux", "population"]
EPCI_COLUMNS = ["siren", "nom", "type", "departement_code", "population"]


def _communes(folder: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads((folder / "communes.json").read_text(encoding="utf-8"))
    return {row["code"]: row for row in rows if row["type"] == "commune-actuelle" and row["zone"] != "com"}


def _intercommunalities(folder: Path) -> list[dict[str, Any]]:
    rows = {row["code"]: row for row in json.loads((folder / "epci.json").read_text(encoding="utf-8"))}
    for old, (siren, name, kind) in MERGED.items():
        members = [member for code in old for member in rows.pop(code)["membres"]]
        rows[siren] = {"code": siren, "nom": name, "type": kind, "membres": members}
    return list(rows.values())


def _write(name: str, columns: list[str], rows: list[list[object]]) -> None:
    """A gzip without date or name inside, so that the same data make the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as archive:
        archive.write(text.getvalue().encode())
    (FIXTURES / name).write_bytes(packed.getvalue())


def build(folder: Path) -> tuple[int, int]:
    """Write both files; how many EPCI and communes they hold."""
    communes = _communes(folder)
    epci_of: dict[str, str] = {}
    epci_rows: list[list[object]] = []
    for epci in _intercommunalities(folder):
        people: Counter[str] = Counter()
        for member in epci["membres"]:
            if commune := communes.get(member["code"]):
                epci_of[member["code"]] = epci["code"]
                people[commune["departement"]] += member.get("populationMunicipale") or 1
        if people:
            kind = "ME" if epci["type"].startswith("MET") else epci["type"]
            epci_rows.append([epci["code"], epci["nom"], kind, people.most_common(1)[0][0], sum(people.values())])
    commune_rows: list[list[object]] = [
        [code, row["nom"], row["departement"], epci_of.get(code, ""), " ".join(row.get("codesPostaux", [])), row.get("population", "")]
        for code, row in sorted(communes.items())
    ]
    _write("epci.csv.gz", EPCI_COLUMNS, sorted(epci_rows, key=lambda row: str(row[0])))
    _write("communes.csv.gz", COMMUNE_COLUMNS, commune_rows)
    return len(epci_rows), len(commune_rows)


if __name__ == "__main__":
    epcis, communes = build(Path(sys.argv[1]))
    sys.stdout.write(f"{epcis} EPCI, {communes} communes\n")

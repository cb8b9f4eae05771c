"""Loading the reference, and proposing a territory for an address: proposing, never forcing."""

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models, transaction

from contacts.reference.enums import FIRST_THEMES, MOVED, STRADDLING
from contacts.reference.models import Commune, Department, Epci, Region, Theme
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.text.search import search_key

FIXTURES = Path(__file__).resolve().parent / "fixtures"
_BATCH = 2000


# --- Loading -------------------------------------------------------------------------------------------------------


def _rows(name: str) -> Iterator[dict[str, str]]:
    data = (FIXTURES / name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    yield from csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))


def _french(text: str) -> str:
    return text.replace("'", "’")


def _regions() -> Iterator[Region]:
    for row in _rows("regions.csv"):
        if row["zone"] != "com":
            yield Region(
                code=row["code_insee"],
                name=_french(row["nom"]),
                zone=row["zone"],
                seat=_french(row["chef_lieu"]),
                forme_de=_french(row["forme_de"]),
                forme_en=_french(row["forme_en"]),
                authority=_french(row["collectivite"]),
                usual_name=_french(row["nom_usuel"]),
            )


def _departments() -> Iterator[Department]:
    for row in _rows("departements.csv"):
        if row["zone"] != "com":
            yield Department(
                code=row["code"],
                name=_french(row["nom"]),
                region_id=row["region_code"],
                seat=_french(row["chef_lieu"]),
                forme_de=_french(row["forme_de"]),
            )


def _epcis() -> Iterator[Epci]:
    for row in _rows("epci.csv.gz"):
        yield Epci(
            siren=row["siren"],
            name=_french(row["nom"]),
            kind=row["type"],
            department_id=row["departement_code"],
            population=int(row["population"] or 0),
        )


def _communes() -> Iterator[Commune]:
    for row in _rows("communes.csv.gz"):
        yield Commune(
            code=row["code"],
            name=_french(row["nom"]),
            department_id=row["departement_code"],
            epci_id=row["epci_siren"] or None,
            postcodes=row["codes_postaux"],
            population=int(row["population"] or 0),
        )


def _store(model: type[models.Model], wanted: Iterable[models.Model]) -> int:
    """Write what is new or changed, in sets; how many rows that was. Nothing is deleted: addresses may name it."""
    names = [f.attname for f in model._meta.concrete_fields]
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    known = set(model._default_manager.values_list(*names).order_by())
    changed: list[models.Model] = []
    for row in wanted:
        row.fill_search()  # type: ignore[attr-defined]
        if tuple(getattr(row, name) for name in names) not in known:
            changed.append(row)
    model._default_manager.bulk_create(changed, batch_size=_BATCH, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=columns)
    return len(changed)


@transaction.atomic
def load_reference(*, by: Actor | None = None) -> dict[str, int]:
    """Regions, départements, EPCI, communes and the first themes; again it changes nothing. Rows written, by kind."""
    written = {
        "regions": _store(Region, _regions()),
        "departments": _store(Department, _departments()),
        "epcis": _store(Epci, _epcis()),
        "communes": _store(Commune, _communes()),
    }
    there = set(Theme.objects.values_list("slug", flat=True))
    new = [Theme(slug=slug, name=name, rank=rank) for rank, (slug, name) in enumerate(FIRST_THEMES, 1) if slug not in there]
    Theme.objects.bulk_create(new)
    written["themes"] = len(new)
    if any(written.values()):
        record(by=by or Actor.system("reference"), verb="reference.loaded", **written)
    return written


def cress_rows() -> list[dict[str, str]]:
    """The eighteen Cress as public facts: region_code, nom_officiel, nom_usuel, sigle, site_web, forme_juridique…"""
    return [{key: _french(value) for key, value in row.items()} for row in _rows("cress.csv")]


# --- From an address to a territory --------------------------------------------------------------------------------

_CEDEX = re.compile(r"\bcedex\b.*$")
_ARRONDISSEMENT = re.compile(r"(?<=[a-z]) \d{1,2} ?(?:er|e|eme|arrondissement|e arrondissement|eme arrondissement)?$")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "ss": "sous"}
_OVERSEAS = ("97", "98")
_LENGTH = 5


def clean_postcode(text: str | None) -> str:
    """Five digits, or nothing; the zero that spreadsheets eat is given back (1000 → 01000)."""
    digits = re.sub(r"\.0$|\D", "", (text or "").strip())
    return digits.zfill(_LENGTH) if len(digits) in (_LENGTH - 1, _LENGTH) else ""


def departments_of_postcode(postcode: str | None) -> tuple[str, ...]:
    """Codes of the départements a postcode may lie in; the likeliest first, two where it straddles, none if it is none."""
    code = clean_postcode(postcode)
    if not code or code.startswith("00"):
        return ()
    if code in STRADDLING:
        return STRADDLING[code]
    if code in MOVED:
        return (MOVED[code],)
    if code.startswith("20"):
        # 200xx and 201xx are the south; 202xx and 206xx (and the CEDEX codes between) the north.
        return ("2A",) if code[2] in "01" else ("2B",)
    if code.startswith(_OVERSEAS):
        return (code[:3],)
    return (code[:2],)


def town_key(town: str | None) -> str:
    """A town as people type it, ready to meet the official name: St, Ste, hyphens, CEDEX, arrondissement."""
    words = _CEDEX.sub("", search_key(town)).strip()
    words = _ARRONDISSEMENT.sub("", words)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words.split())


@dataclass(frozen=True)
class Proposal:
    """What an address may mean. One département or commune: it can be filled in; several: a person chooses."""

    departments: tuple[Department, ...] = ()
    communes: tuple[Commune, ...] = field(default=())

    @property
    def commune(self) -> Commune | None:
        """The commune, when there is no doubt."""
        return self.communes[0] if len(self.communes) == 1 else None

    @property
    def department(self) -> Department | None:
        """The département, when there is no doubt."""
        return self.departments[0] if len(self.departments) == 1 else None

    @property
    def epci(self) -> Epci | None:
        """The intercommunalité of the commune, or the one that all communes proposed share."""
        found = {commune.epci for commune in self.communes}
        return found.pop() if len(found) == 1 else None

    @property
    def region(self) -> Region | None:
        """The region, when there is no doubt: two départements may share it."""
        found = {department.region for department in self.departments}
        return found.pop() if len(found) == 1 else None


def _candidates(addresses: set[tuple[str, str]]) -> tuple[dict[str, list[Commune]], dict[str, list[Commune]]]:
    """Communes that may be meant, by département and by name; two queries however many addresses there are."""
    codes = {code for postcode, _ in addresses for code in departments_of_postcode(postcode)}
    names = {town for postcode, town in addresses if town and not postcode}
    by_department: dict[str, list[Commune]] = defaultdict(list)
    by_name: dict[str, list[Commune]] = defaultdict(list)
    communes = Commune.objects.select_related("epci")
    if codes:
        for commune in communes.filter(department_id__in=codes):
            by_department[commune.department_id].append(commune)
    if names:
        for commune in communes.filter(sort_text__in=names):
            by_name[commune.sort_text].append(commune)
    return by_department, by_name


def _propose(postcode: str, town: str, departments: dict[str, Department], nearby: list[Commune], namesakes: list[Commune]) -> Proposal:
    if not postcode:
        there = sorted({commune.department_id for commune in namesakes})
        return Proposal(tuple(departments[code] for code in there), tuple(namesakes))
    served = [commune for commune in nearby if postcode in commune.postcode_list]
    named = [commune for commune in nearby if town and commune.sort_text == town]
    # The postcode parts two namesakes of one département; a CEDEX code is in no list, the name alone decides.
    meant: list[Commune] = [commune for commune in named if commune in served] or named or ([] if town else served)
    codes = (meant[0].department_id,) if len(meant) == 1 else departments_of_postcode(postcode)
    return Proposal(tuple(departments[code] for code in codes if code in departments), tuple(meant))


def territories_of(addresses: Iterable[tuple[str | None, str | None]]) -> dict[tuple[str | None, str | None], Proposal]:
    """The proposal for each (postcode, town), in three queries for a whole file."""
    cleaned = {address: (clean_postcode(address[0]), town_key(address[1])) for address in addresses}
    departments = {department.code: department for department in Department.objects.select_related("region")}
    by_department, by_name = _candidates(set(cleaned.values()))
    served: dict[tuple[str, str], Proposal] = {}
    for postcode, town in set(cleaned.values()):
        nearby = [commune for code in departments_of_postcode(postcode) for commune in by_department[code]]
        served[postcode, town] = _propose(postcode, town, departments, nearby, by_name[town] if town else [])
    return {address: served[key] for address, key in cleaned.items()}


def territory_of(postcode: str | None, town: str | None = None) -> Proposal:
    """What one address may mean."""
    return territories_of([(postcode, town)])[postcode, town]

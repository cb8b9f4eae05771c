"""The reference as loaded from the official files, and what an address may mean."""

import json
from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import call_command

from contacts.reference import enums, services
from contacts.reference.models import Commune, Department, Epci, Region, Theme
from labo_ess.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def territory(django_db_setup, django_db_blocker):
    """Loaded once for this file; everything is taken away after it."""
    with django_db_blocker.unblock():
        written = services.load_reference()
        yield written
        AuditEntry.objects.filter(verb="reference.loaded").delete()
        for model in (Commune, Epci, Department, Region, Theme):
            model.objects.all().delete()


def test_counts(territory: dict[str, int]) -> None:
    counts = [model.objects.count() for model in (Region, Department, Epci, Commune)]
    assert counts == [18, 101, 1253, 34_875]
    assert Theme.objects.count() == len(enums.FIRST_THEMES)


@pytest.mark.usefixtures("territory")
def test_loading_again_changes_nothing() -> None:
    assert set(services.load_reference().values()) == {0}


@pytest.mark.usefixtures("territory")
def test_loading_repairs_what_changed_and_keeps_names_of_themes() -> None:
    Region.objects.filter(code="24").update(forme_de="de Centre")
    Theme.objects.filter(slug="emploi").update(name="Emploi et métiers")
    assert services.load_reference()["regions"] == 1
    assert Region.objects.get(code="24").forme_de == "du Centre-Val de Loire"
    assert Theme.objects.get(slug="emploi").name == "Emploi et métiers"


@pytest.mark.usefixtures("territory")
def test_command_prints_one_object() -> None:
    out = StringIO()
    call_command("load_reference", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"regions": 0, "departments": 0, "epcis": 0, "communes": 0, "themes": 0}


@pytest.mark.usefixtures("territory")
def test_a_region_code_is_not_a_department_code() -> None:
    assert (Region.objects.get(code="24").name, Department.objects.get(code="24").name) == ("Centre-Val de Loire", "Dordogne")
    assert not Department.objects.filter(code="20").exists()
    assert Department.objects.filter(region_id="94").count() == 2


@pytest.mark.usefixtures("territory")
def test_every_region_has_its_own_tile() -> None:
    places = {(region.tile.column, region.tile.row) for region in Region.objects.all()}
    assert len(places) == 18


@pytest.mark.usefixtures("territory")
def test_every_postcode_of_france_proposes_its_departments() -> None:
    true: dict[str, set[str]] = defaultdict(set)
    for commune in Commune.objects.all():
        for postcode in commune.postcode_list:
            true[postcode].add(commune.department_id)
    assert {code: set(services.departments_of_postcode(code)) for code in true} == true


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("45000", ("45",)),
        ("1000", ("01",)),
        ("1000.0", ("01",)),
        (" 45 000 ", ("45",)),
        ("20000", ("2A",)),
        ("20137", ("2A",)),
        ("20200", ("2B",)),
        ("20620", ("2B",)),
        ("97400", ("974",)),
        ("97133", ("977",)),
        ("97150", ("978",)),
        ("94390", ("91",)),
        ("01200", ("01", "74")),
        ("45074", ("45",)),
        ("123", ()),
        ("", ()),
        (None, ()),
        ("00000", ()),
        ("F-45000X9", ()),
    ],
)
def test_department_of_a_postcode(typed: str | None, expected: tuple[str, ...]) -> None:
    assert services.departments_of_postcode(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("St-Étienne CEDEX 2", "saint etienne"),
        ("PARIS CEDEX 07", "paris"),
        ("Lyon 3e", "lyon"),
        ("Paris 11e arrondissement", "paris"),
        ("Ste Foy lès Lyon", "sainte foy les lyon"),
        (None, ""),
    ],
)
def test_town_as_typed(typed: str | None, expected: str) -> None:
    assert services.town_key(typed) == expected


def facts(proposal: services.Proposal) -> tuple[str | None, str | None, list[str], str | None]:
    commune, region = proposal.commune, proposal.region
    return commune and commune.code, proposal.epci and proposal.epci.name, [d.code for d in proposal.departments], region and region.code


@pytest.mark.usefixtures("territory")
@pytest.mark.parametrize(
    ("postcode", "town", "code", "departments", "region"),
    [
        ("45000", "ORLEANS", "45234", ["45"], "24"),
        ("45074", "Orléans Cedex 2", "45234", ["45"], "24"),
        ("13002", "Marseille 2e", "13055", ["13"], "93"),
        ("20000", "Ajaccio", "2A004", ["2A"], "94"),
        ("97400", "St Denis", "97411", ["974"], "04"),
        ("01410", "Lajoux", "39274", ["39"], "27"),
        ("01410", None, None, ["01", "39"], None),
        ("05110", "Ville Inconnue", None, ["05", "04"], "93"),
        ("97133", "Saint-Barthélemy", None, [], None),
        (None, "Orléans", "45234", ["45"], "24"),
        (None, None, None, [], None),
        ("99999", "Nulle-Part", None, [], None),
    ],
)
def test_what_an_address_may_mean(postcode: str | None, town: str | None, code: str | None, departments: list[str], region: str | None) -> None:
    found = facts(services.territory_of(postcode, town))
    assert (found[0], found[2], found[3]) == (code, departments, region)


@pytest.mark.usefixtures("territory")
def test_namesakes_without_postcode_are_all_proposed() -> None:
    proposal = services.territory_of(None, "Saint-Denis")
    assert proposal.commune is None
    assert {"93", "974"} <= {department.code for department in proposal.departments}


@pytest.mark.usefixtures("territory")
def test_epci_of_an_address() -> None:
    assert facts(services.territory_of("45000", "Orléans"))[1] == "Orléans Métropole"


@pytest.mark.usefixtures("territory")
def test_a_file_costs_as_many_queries_as_a_line(django_assert_num_queries) -> None:
    one = [("45000", "Orléans"), (None, "Blois")]
    many = [*one, ("20000", "Ajaccio"), ("01410", "Lajoux"), (None, "Saint-Denis")]
    with django_assert_num_queries(3):
        services.territories_of(one)
    with django_assert_num_queries(3):
        services.territories_of(many)


def test_eighteen_cress() -> None:
    rows = services.cress_rows()
    assert (len(rows), len({row["region_code"] for row in rows})) == (18, 18)


@pytest.mark.usefixtures("territory")
def test_search_of_communes() -> None:
    assert [commune.code for commune in Commune.objects.search("orleans 45100")] == ["45234"]
    assert Epci.objects.search("orleans metropole").count() == 1


@pytest.mark.usefixtures("territory")
def test_departments_are_offered_as_they_are_named() -> None:
    offered = Department.objects.as_choices()
    assert offered == [(each.code, str(each)) for each in Department.objects.order_by("code")]
    assert len(offered) == 101

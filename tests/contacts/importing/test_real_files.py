"""The real files of other people, as they come."""

from pathlib import Path

import pytest

from contacts.directory.models import Organisation, Person
from contacts.importing import services
from contacts.importing.exceptions import ImportRefused
from contacts.importing.models import ImportBatch
from contacts.reference.services import load_reference
from labo_ess.audit.actors import Actor
from tests.environment import REAL_DATA

BY = Actor.system("test")
pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
FOLDER = REAL_DATA / "contacts"
EXPECTED = {
    "deputes_europeens_excel-fr.csv": ("persons", 81, 81, "windows-1252", ";"),
    "deputes_europeens.csv": ("persons", 81, 81, "utf-8", ","),
    "collectivites_regionales.csv": ("organisations", 18, 18, "utf-8", ","),
    "epci_excel-fr.csv": ("organisations", 1253, 1253, "windows-1252", ";"),
    "epci.csv": ("organisations", 1253, 1253, "utf-8", ","),
}


def lay_in(path: Path, **options: object) -> dict[str, object]:
    """Preview and apply, as the command does."""
    batch = services.open_batch(file_name=path.name, by=BY)
    services.preview(batch, path.read_bytes(), **options)  # type: ignore[arg-type]
    foreseen = dict(batch.counts)
    services.apply(batch, by=BY)
    assert batch.counts == foreseen, "the preview said something else"
    return services.summary(batch)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_files_of_the_issue_are_understood_and_again_change_nothing(name: str, real_data: Path) -> None:
    kind, rows, created, encoding, delimiter = EXPECTED[name]
    first = lay_in(real_data / "contacts" / name)
    assert (first["rows"], first["created"], first["refused"], first["encoding"], first["delimiter"]) == (rows, created, [], encoding, delimiter)
    assert (Person if kind == "persons" else Organisation).objects.filter(source=Path(name).stem).count() >= created - 1
    second = lay_in(real_data / "contacts" / name)
    assert (second["rows"], second["created"], second["updated"], second["unchanged"]) == (rows, 0, 0, rows)


def test_euro_deputies_are_named_and_seated_and_their_birthdays_are_not_kept(real_data: Path) -> None:
    result = lay_in(real_data / "contacts" / "deputes_europeens_excel-fr.csv")
    assert result["columns"] == {
        "Civilité": "civility",
        "NOM": "last_name",
        "Prénom": "first_name",
        "Courriel": "email",
        "Structure": "organisation",
        "Fonction": "title",
        "Date": None,
    }
    person = Person.objects.search("allione").get()
    assert (person.name, person.civility) == ("Grégory Allione", "m")
    assert (person.positions.get().title, person.positions.get().organisation.name) == ("Député européen", "Parlement européen")
    assert Organisation.objects.count() == 1
    assert "1971" not in str(list(ImportBatch.objects.get().rows.values_list("data", flat=True)))


def test_two_lists_of_the_same_people_are_brought_together_by_a_person(real_data: Path) -> None:
    lay_in(real_data / "contacts" / "deputes_europeens_excel-fr.csv")
    second = lay_in(real_data / "contacts" / "deputes_europeens.csv")
    assert (second["created"], second["possible_duplicates"]) == (81, 81)


def test_epci_are_placed_on_the_map_and_their_true_homonyms_stay_two(real_data: Path) -> None:
    load_reference()
    result = lay_in(real_data / "contacts" / "epci_excel-fr.csv")
    assert result["possible_duplicates"] == 2
    found = Organisation.objects.get(siren="200000172")
    assert (found.name, found.legal_form, found.department_id, found.region_id) == ("Communauté de communes Faucigny-Glières", "cc", "74", "84")
    other = lay_in(real_data / "contacts" / "epci.csv")
    assert (other["created"], Organisation.objects.count()) == (0, 1253)


def test_regional_councils_find_their_region(real_data: Path) -> None:
    load_reference()
    lay_in(real_data / "contacts" / "collectivites_regionales.csv")
    assert not Organisation.objects.filter(region__isnull=True).exists()
    assert Organisation.objects.get(region_id="93").name == "Conseil régional de Provence-Alpes-Côte d'Azur"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*")) if FOLDER.is_dir() else ["absent"])
def test_no_file_of_the_folder_makes_a_traceback(name: str, real_data: Path) -> None:
    if name == "engagements_multilignes.csv":  # it names nobody under a title that says so
        with pytest.raises(ImportRefused, match="Aucune colonne"):
            lay_in(real_data / "contacts" / name)
        return
    result = lay_in(real_data / "contacts" / name)
    counts = [result["created"], result["updated"], result["unchanged"], len(result["refused"])]  # type: ignore[arg-type]
    assert result["rows"] == sum(counts) > 0  # type: ignore[arg-type]


def test_a_grant_tool_with_two_lines_of_titles(real_data: Path) -> None:
    result = lay_in(real_data / "contacts" / "suivi_dossiers_osiris.xls")
    columns = {header: name for header, name in result["columns"].items() if name}  # type: ignore[union-attr]
    assert columns["Association · Nom"] == "organisation"
    assert columns["Représentant légal · Nom"] == "last_name"
    assert (result["created"], len(result["refused"])) == (1, 1)  # type: ignore[arg-type]

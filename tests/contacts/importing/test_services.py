"""Laying files in: matching, refusals, doing it again, taking it back."""

import time

import pytest

from contacts.consent.services import suppress_address
from contacts.directory import services as directory
from contacts.directory.models import EmailAddress, Organisation, Person
from contacts.importing import services
from contacts.importing.enums import ImportState
from contacts.importing.exceptions import ImportRefused, NotReady
from contacts.importing.models import ImportBatch
from contacts.segments.models import ContactList, ListMember
from labo_ess.audit.actors import Actor
from tests.factories.directory import EmailFactory, PersonFactory
from tests.factories.reference import DepartmentFactory

BY = Actor.system("test")
pytestmark = [pytest.mark.django_db, pytest.mark.both]
PEOPLE = "Nom;Prénom;Courriel;Tél.;Structure;Fonction\nDURAND;Léa;lea@example.org;02 38 00 00 01;Cress fictive;Directrice\n"


def lay_in(text: str, name: str = "liste.csv", **options: object) -> ImportBatch:
    """Preview and apply a text."""
    batch = services.open_batch(file_name=name, by=BY)
    services.preview(batch, text.encode(), **options)  # type: ignore[arg-type]
    foreseen = dict(batch.counts)
    services.apply(batch, by=BY)
    assert batch.counts == foreseen
    return batch


def verdicts(batch: ImportBatch) -> list[int]:
    """Created, updated, unchanged, refused."""
    return [batch.counts[name] for name in ("created", "updated", "unchanged", "refused")]


def test_a_line_makes_a_person_with_all_it_says() -> None:
    lay_in(PEOPLE)
    person = Person.objects.get()
    assert (person.name, person.source) == ("Léa Durand", "liste")
    assert (person.emails.get().address, person.phones.get().e164) == ("lea@example.org", "+33238000001")
    assert str(person.positions.get()) == "Directrice, Cress fictive"
    assert list(Person.objects.search("cress fictive")) == [person]


def test_again_is_unchanged_even_after_someone_corrected_the_person() -> None:
    lay_in(PEOPLE)
    directory.edit_person(person=Person.objects.get(), last_name="Durand-Petit", by=BY)
    assert verdicts(lay_in(PEOPLE)) == [0, 0, 1, 0]
    assert Person.objects.get().last_name == "Durand-Petit"


def test_the_source_s_own_id_wins() -> None:
    lay_in("id;Nom;Prénom\n7;Durand;Léa\n")
    assert verdicts(lay_in("id;Nom;Prénom;Courriel\n7;Durand-Petit;Léa;lea@example.org\n")) == [0, 1, 0, 0]
    assert Person.objects.get().name == "Léa Durand-Petit"
    assert verdicts(lay_in("id;Nom;Prénom\n7;Autre;Personne\n", name="ailleurs.csv")) == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Durand;LÉA;lea@example.org;;;", [0, 0, 1, 0]),
        ("Durand;Léa;;+33 2 38 00 00 01;;", [0, 0, 1, 0]),
        ("Durand;Léa;lea@example.org;06 00 00 00 02;;", [0, 1, 0, 0]),
        ("Durand;Léa;autre@example.org;;;", [1, 0, 0, 0]),
        ("Martin;Zoé;lea@example.org;;;", [1, 0, 0, 0]),
    ],
)
def test_address_and_name_or_phone_and_name_from_another_source(line: str, expected: list[int]) -> None:
    lay_in(PEOPLE)
    batch = lay_in(PEOPLE.splitlines()[0] + "\n" + line, name="autre.csv")
    assert verdicts(batch) == expected
    assert batch.counts["possible_duplicates"] == expected[0]


def test_what_a_person_wrote_is_not_overwritten_but_the_source_may_correct_itself() -> None:
    lay_in(PEOPLE)
    lay_in(PEOPLE.replace("Directrice", "Présidente"))
    assert Person.objects.get().positions.get().title == "Présidente"
    directory.edit_position(position=Person.objects.get().positions.get(), title="Coprésidente", by=BY)
    lay_in(PEOPLE.replace("Directrice", "Vice-présidente"))
    assert "Coprésidente" in [each.title for each in Person.objects.get().positions.all()]


def test_the_same_line_twice_in_a_file_is_one_person() -> None:
    text = "Nom;Prénom\nDurand;Léa\nDurand;Léa\nDurand;Noé\n"
    assert verdicts(lay_in(text)) == [2, 0, 1, 0]


def test_siren_meets_whatever_the_name() -> None:
    lay_in("SIREN;Dénomination\n200000172;Communauté A\n")
    assert verdicts(lay_in("SIREN;Dénomination;Ville\n200 000 172;Comm. A;Bonneville\n", name="b.csv")) == [0, 1, 0, 0]
    assert Organisation.objects.get().town == "Bonneville"


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("DURAND;Léa;lea durand@example.org;;;", "Courriel", "espace"),
        ("DURAND;Léa;léa@example.org;;;", "Courriel", "accent"),
        ("DURAND;Léa;lea.example.org;;;", "Courriel", "arobase"),
        (";Léa;lea@example.org;;;", "Nom", "manque"),
        ("x" * 5000 + ";Léa;;;;", "Nom", "5000"),
        ("Durand;Léa;;;" + "y" * 300 + ";", "Structure", "300"),
    ],
)
def test_a_refused_line_says_its_column_and_why_and_leaves_nothing(line: str, column: str, words: str) -> None:
    batch = lay_in(PEOPLE + line + "\n")
    assert verdicts(batch) == [1, 0, 0, 1]
    refused = services.summary(batch)["refused"][0]
    assert (refused["line"], refused["column"]) == (3, column)
    assert words in refused["message"].replace("\u202f", "")
    assert (Person.objects.count(), Organisation.objects.count()) == (1, 1)


def test_a_line_break_in_a_name_becomes_a_space() -> None:
    lay_in('Nom;Prénom\n"Du\r\nrand";"Léa\nBcc: x@example.org"\n')
    assert (Person.objects.get().last_name, Person.objects.get().first_name) == ("Du rand", "Léa Bcc: x@example.org")


def test_an_unknown_departement_is_said_and_a_lost_zero_given_back() -> None:
    DepartmentFactory(code="01", name="Ain")
    batch = lay_in("Nom;Prénom;Dép.\nDurand;Léa;1\nMartin;Noé;Ain\nPetit;Zoé;Mordor\n")
    assert verdicts(batch) == [2, 0, 0, 1]
    assert set(Person.objects.values_list("department_id", flat=True)) == {"01"}
    assert "Mordor" in services.summary(batch)["refused"][0]["message"]


def test_an_excel_rounded_siret_is_said_in_words_and_the_line_is_taken() -> None:
    batch = lay_in("Raison sociale;N° SIRET\nScic fictive;1,23457E+13\nScop fictive;3,56E+13\n")
    assert verdicts(batch) == [2, 0, 0, 0]
    assert "arrondi" in batch.rows.first().message
    assert not Organisation.objects.exclude(siret="").exists()


def test_titles_above_blank_lines_totals_and_empty_columns_are_not_rows() -> None:
    text = "Liste des invité·e·s;;;\n;;;\nNom;Prénom;;\nDurand;Léa;;\n;;;\nNom;Prénom;;\nMartin;Noé;;\nTotal;2;;\n"
    batch = lay_in(text)
    assert (batch.header_line, batch.counts["rows"], verdicts(batch)) == (3, 2, [2, 0, 0, 0])


@pytest.mark.parametrize(
    ("header", "line", "name"),
    [
        ("Nom Prénom", "DE LA TOUR Jeanne", "Jeanne de La Tour"),
        ("Nom Prénom", "Dupont Jeanne", "Jeanne Dupont"),
        ("Prénom Nom", "Jeanne Dupont", "Jeanne Dupont"),
        ("Nom et prénom", "Dupont, Jeanne", "Jeanne Dupont"),
        ("Nom", "Dupont Jeanne", "Jeanne Dupont"),
    ],
)
def test_a_whole_name_in_one_cell(header: str, line: str, name: str) -> None:
    lay_in(f'{header};Courriel\n"{line}";j@example.org\n')
    assert Person.objects.get().name == name


def test_neutralised_cells_of_our_own_export_come_back_as_they_were() -> None:
    lay_in("Nom;Prénom;Structure\nDurand;Léa;'=Somme et cie\n")
    assert Organisation.objects.get().name == "=Somme et cie"


def test_who_asked_for_silence_is_not_brought_back() -> None:
    suppress_address(address="lea@example.org", reason="effacement", by=BY)
    batch = lay_in(PEOPLE)
    assert verdicts(batch) == [0, 0, 0, 1]
    assert (Person.objects.count(), batch.rows.get().data) == (0, {})


def test_a_known_person_who_objected_stays_known() -> None:
    person = EmailFactory(address="lea@example.org", person__first_name="Léa", person__last_name="Durand").person
    suppress_address(address="lea@example.org", reason="opposition", by=BY)
    assert verdicts(lay_in(PEOPLE)) == [0, 1, 0, 0]
    assert person.phones.count() == 1


def test_an_erased_person_is_not_brought_back_by_the_same_file() -> None:
    lay_in("Nom;Prénom\nDurand;Léa\n")
    Person.objects.all().delete()
    assert verdicts(lay_in("Nom;Prénom\nDurand;Léa\n")) == [0, 0, 1, 0]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 500, b"%PDF-1.7 x", b"Commitments;Author\na;b\n", b"Nom;Prenom\n"])
def test_a_file_that_is_no_list_is_refused_whole_with_words(data: bytes) -> None:
    batch = services.open_batch(file_name="x.csv", by=BY)
    with pytest.raises(ImportRefused):
        services.preview(batch, data)
    batch.refresh_from_db()
    assert (batch.state, bool(batch.error), batch.rows.count()) == (ImportState.REFUSED, True, 0)


def test_one_column_of_names_is_a_list_of_people() -> None:
    assert verdicts(lay_in("Nom\nDurand\nMartin\n")) == [2, 0, 0, 0]


def test_a_given_column_wins_over_the_guess() -> None:
    batch = lay_in("Qui;Nom\nCress fictive;3\n", given={"Qui": "organisation", "Nom": ""})
    assert (batch.kind, Organisation.objects.get().name) == ("organisations", "Cress fictive")


def test_undo_takes_back_what_nobody_touched() -> None:
    kept = EmailFactory(address="lea@example.org", person__first_name="Léa", person__last_name="Durand").person
    batch = lay_in(PEOPLE + "MARTIN;Noé;noe@example.org;;Autre structure;\n")
    assert verdicts(batch) == [1, 1, 0, 0]
    assert services.undo(batch=batch, by=BY) == []
    kept.refresh_from_db()
    assert (Person.objects.get(), kept.phones.count(), kept.positions.count(), Organisation.objects.count()) == (kept, 0, 0, 0)
    assert verdicts(lay_in(PEOPLE)) == [0, 1, 0, 0]


def test_undo_leaves_and_lists_what_was_touched_since() -> None:
    batch = lay_in(PEOPLE + "MARTIN;Noé;noe@example.org;;;\nPETIT;Zoé;zoe@example.org;;;\n")
    directory.edit_person(person=Person.objects.get(last_name="Martin"), note="appelé", by=BY)
    ListMember.objects.create(contact_list=ContactList.objects.create(name="Copil"), person=Person.objects.get(last_name="Petit"))
    left = services.undo(batch=batch, by=BY)
    assert [row.line for row in left] == [3, 4]
    assert sorted(Person.objects.values_list("last_name", flat=True)) == ["Martin", "Petit"]
    with pytest.raises(NotReady):
        services.undo(batch=batch, by=BY)


def test_applying_goes_on_where_a_dead_worker_stopped() -> None:
    text = "Nom;Prénom\n" + "".join(f"Fictif;Personne{n}\n" for n in range(30))
    batch = services.open_batch(file_name="l.csv", by=BY)
    services.preview(batch, text.encode())
    rows = list(batch.rows.order_by("line")[:10])
    services._apply_set(batch, services.Ledger(batch, services.Places()), rows, BY)
    services.apply(batch, by=BY)
    assert (Person.objects.count(), verdicts(batch)) == (30, [30, 0, 0, 0])


def test_a_set_costs_the_same_queries_for_one_line_and_for_many(django_assert_max_num_queries: object) -> None:
    text = "Nom;Prénom;Courriel;Structure\n" + "".join(f"Fictif;Personne{n};p{n}@example.org;Structure {n % 7}\n" for n in range(300))
    batch = services.open_batch(file_name="l.csv", by=BY)
    services.preview(batch, text.encode())
    with django_assert_max_num_queries(75):  # type: ignore[operator]
        services.apply(batch, by=BY)


@pytest.mark.slow
def test_twenty_thousand_lines_take_less_than_a_minute_and_again_change_nothing() -> None:
    text = "Nom;Prénom;Courriel;Structure;Fonction\n" + "".join(
        f"Fictif{n};Personne;p{n}@example.org;Structure {n % 900};Bénévole\n" for n in range(20_000)
    )
    started = time.process_time()
    assert verdicts(lay_in(text)) == [20_000, 0, 0, 0]
    assert time.process_time() - started < 60
    assert EmailAddress.objects.count() == 20_000
    assert verdicts(lay_in(text)) == [0, 0, 20_000, 0]


def test_persons_in_the_trash_are_not_matched() -> None:
    person = PersonFactory(first_name="Léa", last_name="Durand")
    directory.put_in_trash(person=person, by=BY)
    assert verdicts(lay_in("Nom;Prénom\nDurand;Léa\n")) == [1, 0, 0, 0]

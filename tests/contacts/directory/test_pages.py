"""The pages of the directory: who sees what, what they change, what they cost."""

import csv
import io

import pytest
from django.urls import reverse

from contacts.directory import services
from contacts.directory.models import EmailAddress, Organisation, Person, Position
from labo_ess.audit.actors import Actor
from labo_ess.db import TrashableQuerySet
from tests.factories.directory import EmailFactory, OrganisationFactory, PersonFactory, PhoneFactory, PositionFactory
from tests.factories.reference import CommuneFactory, DepartmentFactory, RegionFactory

BY = Actor.system("test")
PERSONS = "/bureau/repertoire/"
NEW = "/bureau/repertoire/personnes/nouvelle/"
pytestmark = pytest.mark.django_db


def full_person(n: int = 0) -> Person:
    """A person with an address, a phone and a position."""
    position = PositionFactory(is_main=True, person__last_name=f"Fictif {n}", person__department=DepartmentFactory(), person__region=RegionFactory())
    EmailFactory(person=position.person, address=f"fictif{n}@example.org")
    PhoneFactory(person=position.person)
    services.refresh_search(position.person)
    return position.person


@pytest.mark.parametrize("address", [PERSONS, "/bureau/repertoire/structures/"])
def test_a_list_costs_the_same_for_one_and_for_three(team, address, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    full_person(1)
    team.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        assert team.get(address).status_code == 200
    full_person(2)
    full_person(3)
    with django_assert_num_queries(len(one)):
        page = team.get(address).content.decode()
    assert 'data-count="3"' in page


def test_lecture_sees_names_and_neither_addresses_nor_a_way_to_find_them(reader) -> None:  # type: ignore[no-untyped-def]
    person = full_person(7)
    for address in (PERSONS, person.get_absolute_url()):
        page = reader.get(address).content.decode()
        assert person.last_name in page
        assert "fictif7@example.org" not in page
        assert "01 99 00 12 34" not in page
    assert 'data-count="0"' in reader.get(PERSONS + "?q=fictif7@example.org").content.decode()
    assert 'data-count="1"' in reader.get(PERSONS + "?q=coordinatrice").content.decode()
    assert reader.get(PERSONS + "?format=csv").status_code == 403


def test_referents_and_strangers_find_nothing(referent, client) -> None:  # type: ignore[no-untyped-def]
    person = full_person()
    assert referent.get(PERSONS).status_code == 404
    assert referent.get(person.get_absolute_url()).status_code == 404
    assert client.get(PERSONS).status_code == 302


def test_visible_to_agrees_with_can_see(make_user) -> None:  # type: ignore[no-untyped-def]
    from contacts.directory.permissions import can_see_person

    person = full_person()
    for role in ("administrateur", "equipe", "referent", "lecture"):
        user = make_user(role)
        assert Person.objects.visible_to(user).filter(pk=person.pk).exists() == can_see_person(user, person)
    assert isinstance(Person.objects.all(), TrashableQuerySet)


def test_filters_live_in_the_address_and_unknown_ones_are_refused(team) -> None:  # type: ignore[no-untyped-def]
    full_person(1)
    assert 'data-count="1"' in team.get(PERSONS + "?departement=45&region=24&fonction=coordinatrice&structure=ressourcerie").content.decode()
    assert 'data-count="0"' in team.get(PERSONS + "?a_rapprocher=oui").content.decode()
    assert team.get(PERSONS + "?departement=99").status_code == 400
    assert team.get(PERSONS + "?couleur=bleu").status_code == 400


def test_the_export_comes_back_unchanged(team) -> None:  # type: ignore[no-untyped-def]
    from contacts.importing import services as importing

    full_person(1)
    data = team.get(PERSONS + "?format=csv").content
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert (rows[0]["Nom"], rows[0]["Courriel"]) == ("Fictif 1", "fictif1@example.org")
    batch = importing.open_batch(file_name="repertoire.csv", by=BY)
    importing.preview(batch, data)
    assert (batch.counts["unchanged"], batch.counts["refused"]) == (1, 0)


def test_a_person_is_made_and_its_commune_gives_the_rest(team) -> None:  # type: ignore[no-untyped-def]
    CommuneFactory()
    answer = team.post(NEW, {"first_name": "Léa", "last_name": "Durand", "email": "lea@example.org", "town": "Orleans", "source": "téléphone"})
    person = Person.objects.get()
    assert answer.url == person.get_absolute_url()
    assert (person.commune.name, person.department_id, person.region_id) == ("Orléans", "45", "24")


def test_what_resembles_asks_once_and_an_error_stops(team) -> None:  # type: ignore[no-untyped-def]
    full_person(1)
    data = {"first_name": "Ariane", "last_name": "Fictif 1", "source": "x"}
    answer = team.post(NEW, data)
    assert (answer.status_code, Person.objects.count()) == (422, 1)
    assert "Créer quand même" in answer.content.decode()
    assert team.post(NEW, data | {"create_anyway": "on", "email": "a b@example.org"}).status_code == 422
    assert team.post(NEW, data | {"create_anyway": "on"}).status_code == 302
    assert Person.objects.get(first_name="Ariane", resembles=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("last_name", "x" * 5000), ("last_name", ""), ("email", "é@example.org")),
        *(("email", "pas une adresse"), ("town", "Nullepart"), ("department", "999")),
    ],
)
def test_bad_input_is_said_beside_its_field(team, field, value) -> None:  # type: ignore[no-untyped-def]
    data = {"first_name": "Léa", "last_name": "Durand", "source": "x"} | {field: value}
    answer = team.post(NEW, data)
    assert answer.status_code == 422
    assert f'data-error="{field}"' in answer.content.decode()
    assert not Person.objects.exists()


def test_a_name_with_line_breaks_is_stored_on_one_line(team) -> None:  # type: ignore[no-untyped-def]
    team.post(NEW, {"first_name": "Léa\r\nBcc: x", "last_name": "Durand", "source": "x"})
    assert Person.objects.get().first_name == "Léa Bcc: x"


def test_editing_keeps_what_is_not_in_the_form(team) -> None:  # type: ignore[no-untyped-def]
    person = full_person(1)
    address = reverse("contacts:directory:person_edit", args=[person.public_id])
    assert "Fictif 1" in team.get(address).content.decode()
    assert team.post(address, {"last_name": "Nouveau", "source": "x", "department": "45"}).status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.emails.count(), person.region_id) == ("Nouveau", 1, "24")


def test_addresses_and_phones_from_the_page(team) -> None:  # type: ignore[no-untyped-def]
    person = full_person(1)
    address = reverse("contacts:directory:reach", args=[person.public_id])
    assert team.post(address, {"act": "add_email", "value": "autre@example.org"}).status_code == 302
    assert team.post(address, {"act": "add_email", "value": "a b@example.org"}).status_code == 422
    assert team.post(address, {"act": "add_email", "value": ""}).status_code == 422
    assert team.post(address, {"act": "main_email", "value": "autre@example.org"}).status_code == 302
    assert EmailAddress.objects.get(is_main=True).address == "autre@example.org"
    assert team.post(address, {"act": "remove_phone", "value": "01 99 00 12 34"}).status_code == 302
    assert team.post(address, {"act": "add_phone", "value": "06 00 00 00 01"}).status_code == 302
    assert [phone.raw for phone in person.phones.all()] == ["06 00 00 00 01"]


def test_positions_from_the_page(team) -> None:  # type: ignore[no-untyped-def]
    person = full_person(1)
    add = reverse("contacts:directory:position_add", args=[person.public_id])
    assert team.post(add, {"organisation_name": "Autre structure", "title": "Bénévole"}).status_code == 302
    assert team.post(add, {"title": "x", "start_on": "2024-02-01", "end_on": "2024-01-01"}).status_code == 422
    position = Position.objects.get(title="Bénévole")
    edit = reverse("contacts:directory:position_edit", args=[person.public_id, position.public_id])
    assert team.get(edit).status_code == 200
    assert team.post(edit, {"organisation_name": "Autre structure", "title": "Trésorière", "main": "on"}).status_code == 302
    assert Position.objects.get(is_main=True).title == "Trésorière"
    remove = reverse("contacts:directory:position_remove", args=[person.public_id, position.public_id])
    assert team.post(remove).status_code == 302
    assert person.positions.count() == 1
    other = PersonFactory()
    assert team.get(reverse("contacts:directory:position_edit", args=[other.public_id, person.positions.get().public_id])).status_code == 404


def test_the_trash_gives_back(team) -> None:  # type: ignore[no-untyped-def]
    person = full_person(1)
    page = team.post(reverse("contacts:directory:person_trash", args=[person.public_id]), follow=True).content.decode()
    restore = reverse("revisions:restore", args=["person", person.public_id])
    assert restore in page
    assert team.get(person.get_absolute_url()).status_code == 404
    assert team.post(restore).status_code == 302
    assert Person.objects.alive().count() == 1


def test_a_selection_goes_to_the_trash_and_back(team) -> None:  # type: ignore[no-untyped-def]
    people = [full_person(n) for n in range(3)]
    team.post(reverse("contacts:directory:persons_trash"), {"id": [people[0].public_id, people[1].public_id, "pas un id"]})
    assert Person.objects.alive().count() == 1
    team.post(reverse("contacts:directory:persons_restore"))
    assert Person.objects.alive().count() == 3
    team.post(reverse("contacts:directory:persons_trash"), {"tout": "1", "filtre": "q=fictif2"})
    assert Person.objects.alive().count() == 2


def test_an_organisation_page_and_form(team, reader) -> None:  # type: ignore[no-untyped-def]
    new = reverse("contacts:directory:organisation_new")
    data = {"name": "Scic fictive", "siren": "200000173", "postcode": "45000", "town": "Orléans", "legal_form": "scic"}
    CommuneFactory()
    answer = team.post(new, data, follow=True)
    made = Organisation.objects.get()
    assert "à vérifier" in answer.content.decode()
    assert (made.siren, made.legal_form, made.department_id) == ("200000173", "scic", "45")
    assert team.post(new, data).status_code == 422
    assert team.post(new, data | {"create_anyway": "on"}).status_code == 302
    assert 'data-error="siren"' in team.post(new, {"name": "B", "siren": "12"}).content.decode()
    assert reader.get(made.get_absolute_url()).status_code == 200
    assert reader.get(new).status_code == 403


def test_what_was_compared_is_no_longer_to_compare(team) -> None:  # type: ignore[no-untyped-def]
    first = full_person(1)
    second = services.create_person(first_name=first.first_name, last_name=first.last_name, by=BY)
    assert first.get_absolute_url() in team.get(second.get_absolute_url()).content.decode()
    team.post(reverse("contacts:directory:settle", args=[second.public_id]))
    assert not Person.objects.filter(resembles=True).exists()


def test_the_page_of_an_organisation_costs_the_same_for_one_and_three_people(team, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    organisation = OrganisationFactory()
    PositionFactory(organisation=organisation)
    team.get(organisation.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        team.get(organisation.get_absolute_url())
    PositionFactory(organisation=organisation)
    PositionFactory(organisation=organisation)
    with django_assert_num_queries(len(one)):
        team.get(organisation.get_absolute_url())


def test_a_fiche_that_nobody_of_the_house_typed_is_read_once(team) -> None:  # type: ignore[no-untyped-def]
    newcomer = services.create_person(last_name="Passant", email="nils@example.org", to_compare=True, by=BY)
    page = team.get(newcomer.get_absolute_url()).content.decode()
    assert ("À rapprocher" in page, "Noter que la fiche est vérifiée" in page) == (True, True)
    team.post(reverse("contacts:directory:settle", args=[newcomer.public_id]))
    newcomer.refresh_from_db()
    assert not newcomer.resembles

"""Persons, their addresses and positions."""

import datetime

import pytest

from contacts.directory import services
from contacts.directory.exceptions import AddressAlreadyThere, BadEmail, DatesReversed, NameMissing, NameTooLong, PositionEmpty
from contacts.directory.models import Organisation, Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry
from tests.factories.directory import EmailFactory, OrganisationFactory, PersonFactory, PositionFactory

BY = Actor.system("test")
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_person_is_made_with_address_phone_and_position() -> None:
    person = services.create_person(
        first_name="Élodie", last_name="Œuvrard", email="elodie@Example.ORG", phone="02 38 70 30 30", organisation_name="Tiers-lieu fictif", by=BY
    )
    assert person.emails.get().address == "elodie@example.org"
    assert person.phones.get().e164 == "+33238703030"
    assert person.positions.get().organisation.name == "Tiers-lieu fictif"
    assert not person.resembles
    assert AuditEntry.objects.get(verb="person.created").object_id == person.public_id


@pytest.mark.parametrize("words", ["oeuvrard", "ELODIE", "elodie@example.org", "0238703030", "tiers lieu", "+33 2 38 70 30 30"])
def test_one_box_finds_a_person_by_anything(words: str) -> None:
    person = services.create_person(
        first_name="Élodie", last_name="Œuvrard", email="elodie@example.org", phone="02 38 70 30 30", organisation_name="Tiers-lieu fictif", by=BY
    )
    assert list(Person.objects.search(words)) == [person]


@pytest.mark.parametrize(
    "same",
    [
        {"first_name": "ariane", "last_name": "TESTARD"},
        {"first_name": "Testard", "last_name": "Ariane"},
        {"first_name": "Zoé", "last_name": "Autre", "email": "Ariane@example.org"},
        {"first_name": "Zoé", "last_name": "Autre", "phone": "+33 1 99 00 12 34"},
    ],
)
def test_what_resembles_is_flagged(same: dict[str, str]) -> None:
    services.create_person(first_name="Ariane", last_name="Testard", email="ariane@example.org", phone="01 99 00 12 34", by=BY)
    assert services.create_person(by=BY, **same).resembles


def test_what_does_not_resemble_is_not_flagged() -> None:
    services.create_person(first_name="Ariane", last_name="Testard", email="ariane@example.org", by=BY)
    assert not services.create_person(first_name="Ariane", last_name="Testardeau", email="autre@example.org", by=BY).resembles


def test_find_or_create_needs_the_name_and_the_address() -> None:
    first = services.create_person(first_name="Ariane", last_name="Testard", email="ariane@example.org", by=BY)
    assert services.find_or_create_person(first_name="ARIANE", last_name="Testard", email="ariane@example.org", by=BY) == first
    other = services.find_or_create_person(first_name="Noé", last_name="Testard", email="ariane@example.org", by=BY)
    assert other != first
    assert other.resembles


@pytest.mark.parametrize("bad", ["a b@example.org", "élodie@example.org", "elodie", "a@b", "elodie@example.org\nBcc: x@example.org"])
def test_an_address_that_cannot_be_one_is_refused_and_nothing_is_made(bad: str) -> None:
    with pytest.raises(BadEmail):
        services.create_person(last_name="Testard", email=bad, by=BY)
    assert not Person.objects.exists()


def test_a_name_is_one_line_and_fits() -> None:
    person = services.create_person(first_name="Ana\r\nBcc:", last_name=" Test\tard ", by=BY)
    assert (person.first_name, person.last_name) == ("Ana Bcc:", "Test ard")
    with pytest.raises(NameTooLong):
        services.create_person(last_name="x" * 5000, by=BY)
    with pytest.raises(NameMissing):
        services.create_person(last_name=" \n", by=BY)


def test_two_numbers_in_a_cell_are_kept_as_typed() -> None:
    phone = services.add_phone(person=PersonFactory(), raw="02 38 70 30 30 ou 06 01 02 03 04", by=BY)
    assert (phone.raw, phone.e164) == ("02 38 70 30 30 ou 06 01 02 03 04", "")


def test_the_first_address_is_the_main_one_and_has_an_heir() -> None:
    person = PersonFactory()
    first = services.add_email(person=person, address="un@example.org", by=BY)
    second = services.add_email(person=person, address="deux@example.org", by=BY)
    assert (first.is_main, second.is_main) == (True, False)
    services.remove_email(person=person, email=first, by=BY)
    second.refresh_from_db()
    assert second.is_main
    with pytest.raises(AddressAlreadyThere):
        services.add_email(person=person, address="DEUX@example.org", by=BY)


def test_search_follows_addresses_and_organisations() -> None:
    person = PersonFactory()
    email = services.add_email(person=person, address="ancien@example.org", by=BY)
    organisation = OrganisationFactory(name="Vieux nom")
    services.add_position(person=person, organisation=organisation, by=BY)
    services.edit_organisation(organisation=organisation, name="Nouveau nom", by=BY)
    services.remove_email(person=person, email=email, by=BY)
    assert [Person.objects.search(text).count() for text in ("ancien", "vieux", "nouveau nom")] == [0, 0, 1]


def test_a_position_has_dates_in_order_and_says_something() -> None:
    person = PersonFactory()
    with pytest.raises(DatesReversed):
        services.add_position(person=person, title="Maire", start_on=datetime.date(2024, 2, 1), end_on=datetime.date(2024, 1, 1), by=BY)
    with pytest.raises(PositionEmpty):
        services.add_position(person=person, by=BY)


def test_only_one_position_is_main() -> None:
    first = PositionFactory(is_main=True)
    second = services.add_position(person=first.person, title="Maire", main=True, by=BY)
    first.refresh_from_db()
    assert (first.is_main, second.is_main) == (False, True)
    services.edit_position(position=first, main=True, by=BY)
    second.refresh_from_db()
    assert second.is_main is False


def test_an_organisation_is_found_by_its_name_but_for_small_words() -> None:
    made = services.create_organisation(name="Association du Val Sainte-Anne", by=BY)
    assert services.find_or_create_organisation(name="Val Ste-Anne", by=BY) == made
    assert services.create_organisation(name="L’association du val Sainte Anne", by=BY).resembles
    assert Organisation.objects.count() == 2


def test_a_wrong_key_of_siren_is_stored_and_a_siret_gives_its_siren() -> None:
    assert services.create_organisation(name="A", siren="200 000 173", by=BY).siren == "200000173"
    assert services.create_organisation(name="B", siret="35600000000048", by=BY).siren == "356000000"


def test_edit_says_which_fields_changed_but_not_their_values() -> None:
    person = PersonFactory(note="")
    services.edit_person(person=person, note="Rappeler le matin", first_name=person.first_name, by=BY)
    assert AuditEntry.objects.get(verb="person.edited").details == {"fields": ["note"]}


def test_trash_hides_and_is_not_matched() -> None:
    person = EmailFactory(address="a@example.org", person__first_name="Noé", person__last_name="Fictif").person
    services.put_in_trash(person=person, by=BY)
    assert not Person.objects.alive().exists()
    assert services.find_or_create_person(first_name="Noé", last_name="Fictif", email="a@example.org", by=BY) != person

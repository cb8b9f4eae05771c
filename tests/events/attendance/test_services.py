"""Presences: one per person, undone with a date, and people nobody expected."""

from uuid import uuid4

import pytest

from contacts.directory.models import Person
from events.attendance.exceptions import NotExpected
from events.attendance.models import CheckIn
from events.attendance.querysets import attendees, turnout
from events.attendance.services import check_in, undo_check_in, walk_in
from events.registration.enums import Origin, RegistrationState
from events.registration.models import Registration
from tests.factories.attendance import HOUSE, chosen, expected, today
from tests.factories.directory import EmailFactory, OrganisationFactory
from tests.factories.registration import GuestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_checking_in_twice_is_once() -> None:
    registration = expected(today())
    first = check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    second = check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    assert (first.pk, CheckIn.objects.count()) == (second.pk, 1)


def test_undone_stays_with_its_date_and_can_be_noted_again() -> None:
    registration = expected(today())
    check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    undo_check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    undo_check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    assert turnout(registration.day).present == 0
    check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    assert (CheckIn.objects.count(), CheckIn.objects.standing().count()) == (2, 1)


@pytest.mark.parametrize("state", [RegistrationState.CANCELLED, RegistrationState.REFUSED])
def test_someone_no_longer_registered_is_not_noted(state: str) -> None:
    registration = expected(today(), state=state)
    with pytest.raises(NotExpected):
        check_in(day=registration.day, registration_id=registration.public_id, by=HOUSE)
    assert CheckIn.objects.count() == 0


def test_a_registration_of_another_day_does_not_exist_here() -> None:
    registration = expected(today())
    with pytest.raises(NotExpected):
        check_in(day=today(), registration_id=registration.public_id, by=HOUSE)
    with pytest.raises(NotExpected):
        check_in(day=registration.day, registration_id=uuid4(), by=HOUSE)


def test_the_counter_counts_people() -> None:
    day = today()
    for name in ("Arc", "Bel", "Clair"):
        chosen(expected(day, name), "A")
    expected(day, "Absent", state=RegistrationState.CANCELLED)
    registration = day.registrations.confirmed().first()
    check_in(day=day, registration_id=registration.public_id, by=HOUSE)
    assert (turnout(day).present, turnout(day).expected, turnout(day).missing) == (1, 3, 2)


@pytest.mark.parametrize("text", ["elie", "ÉLIE", "roncevert e", "Ressourcerie", "ressourcerie elie"])
def test_search_forgives_accents_and_looks_in_names_and_structures(text: str) -> None:
    day = today()
    expected(day, "Roncevert", "Élie", structure="Ressourcerie des Possibles")
    expected(day, "Autre", "Personne")
    assert [each.name for each in attendees(day, text)] == ["Élie Roncevert"]


def test_search_does_not_look_in_addresses() -> None:
    day = today()
    registration = expected(day, "Roncevert", "Élie")
    EmailFactory(person=registration.person, address="secret@example.org")
    registration.person.save()
    assert attendees(day, "secret") == []


def test_the_list_is_alphabetical_with_its_ateliers() -> None:
    day = today()
    expected(day, "Zola", "Émile")
    chosen(expected(day, "Élan", "Ada", structure="Scop"), "Réemploi")
    found = attendees(day)
    assert [(each.last_name, each.organisation, each.ateliers) for each in found] == [("Élan", "Scop", ("Réemploi",)), ("Zola", "", ())]


def test_one_or_three_people_cost_the_same(django_assert_num_queries) -> None:
    day = today()
    for number in (1, 3):
        while day.registrations.count() < number:
            chosen(expected(day, f"Nom{day.registrations.count()}"))
        with django_assert_num_queries(2):
            assert len(attendees(day)) == number


def test_a_walk_in_is_made_registered_and_present() -> None:
    day = today()
    registration = walk_in(day=day, last_name="Imprévu", first_name="Ali", organisation="Scop", email="ali@example.org", by=HOUSE)
    assert (registration.origin, registration.state, registration.organisation_label) == (Origin.WALK_IN, "confirmed", "Scop")
    assert [(each.name, each.walk_in, each.present_since is not None) for each in attendees(day)] == [("Ali Imprévu", True, True)]


def test_the_same_form_twice_makes_one_person() -> None:
    day = today()
    for _ in range(2):
        walk_in(day=day, last_name="Imprévu", form_key="k", by=HOUSE)
    assert (Person.objects.count(), Registration.objects.count(), CheckIn.objects.count()) == (1, 1, 1)


def test_a_walk_in_known_by_name_and_address_is_found() -> None:
    person = GuestFactory(first_name="Ali", last_name="Connu", email="ali@example.org")
    registration = walk_in(day=today(), last_name="CONNU", first_name="Ali", email="ALI@example.org", by=HOUSE)
    assert registration.person_id == person.pk


def test_a_walk_in_who_is_on_the_list_is_checked_in_there() -> None:
    day = today()
    registration = expected(day, "Roncevert", "Élie", structure="Scop")
    found = walk_in(day=day, last_name="roncevert", first_name="elie", organisation="SCOP", by=HOUSE)
    assert (found.pk, Registration.objects.count(), turnout(day).present) == (registration.pk, 1, 1)


def test_a_namesake_of_another_structure_is_another_person() -> None:
    day = today()
    expected(day, "Martin", "Jean", organisation=OrganisationFactory(name="Scop"))
    walk_in(day=day, last_name="Martin", first_name="Jean", organisation="Mairie", by=HOUSE)
    assert Registration.objects.count() == 2


def test_a_walk_in_enters_a_full_day_and_someone_waiting_gets_in() -> None:
    day = today()
    day.capacity = 1
    day.save()
    expected(day, "Premier")
    waiting = expected(day, "Patient", "Ève", state=RegistrationState.WAITING, queue_number=1)
    EmailFactory(person=waiting.person, address="eve@example.org")
    found = walk_in(day=day, last_name="Patient", first_name="Ève", email="eve@example.org", by=HOUSE)
    assert (found.pk, found.state, turnout(day).expected) == (waiting.pk, RegistrationState.CONFIRMED, 2)

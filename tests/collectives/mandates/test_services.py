"""Members, seats and mandates."""

from datetime import date

import pytest

from collectives.mandates.enums import MandateKind
from collectives.mandates.exceptions import AlreadyTitular, BothAtOnce, DatesRefused, MemberAlready, MemberMissing, SeatOfAPerson
from collectives.mandates.models import Mandate, Seat
from collectives.mandates.services import (
    add_member,
    add_newcomer,
    appoint,
    appoint_newcomer,
    edit_membership,
    end_mandate,
    end_membership,
    remove_mandate,
    resume_membership,
    seat_holders,
)
from contacts.directory.models import Organisation, Person
from labo_ess.audit.actors import Actor
from tests.factories.directory import EmailFactory, OrganisationFactory, PersonFactory
from tests.factories.groups import CollectiveFactory, OrganisationMemberFactory, PersonMemberFactory

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("tests")
JANUARY, MARCH, JUNE, DECEMBER = date(2026, 1, 5), date(2026, 3, 1), date(2026, 6, 1), date(2026, 12, 1)
TITULAR, DEPUTY = MandateKind.TITULAR, MandateKind.DEPUTY


def give(seat: Seat, person: Person, kind: str = TITULAR, starts_on: date = MARCH, **fields: object) -> Mandate:
    return appoint(seat=seat, person=person, kind=kind, starts_on=starts_on, by=HOUSE, **fields)


def test_a_voting_member_gets_one_seat() -> None:
    group = CollectiveFactory()
    person = add_member(collective=group, person=PersonFactory(), since_on=MARCH, by=HOUSE)
    add_member(collective=group, organisation=OrganisationFactory(), voting=False, by=HOUSE)
    assert list(Seat.objects.values_list("membership", flat=True)) == [person.pk]


def test_a_member_is_a_person_or_an_organisation() -> None:
    for given in ({}, {"person": PersonFactory(), "organisation": OrganisationFactory()}):
        with pytest.raises(MemberMissing):
            add_member(collective=CollectiveFactory(), by=HOUSE, **given)


def test_a_member_joins_once_at_a_time() -> None:
    member = PersonMemberFactory()
    with pytest.raises(MemberAlready, match="déjà membre"):
        add_member(collective=member.collective, person=member.person, since_on=JUNE, by=HOUSE)
    end_membership(membership=member, until_on=MARCH, by=HOUSE)
    with pytest.raises(MemberAlready):
        add_member(collective=member.collective, person=member.person, since_on=MARCH, by=HOUSE)
    again = add_member(collective=member.collective, person=member.person, since_on=JUNE, by=HOUSE)
    assert [row.pk for row in again.collective.memberships.on(JUNE)] == [again.pk]


def test_a_newcomer_is_the_fiche_that_exists() -> None:
    known = EmailFactory(person__first_name="Zélie", person__last_name="Marenne", address="zelie@example.org").person
    member = add_newcomer(collective=CollectiveFactory(), first_name="Zélie", last_name="Marenne", email="zelie@example.org", by=HOUSE)
    assert (member.person, Person.objects.count()) == (known, 1)


def test_a_newcomer_may_be_an_organisation() -> None:
    member = add_newcomer(collective=CollectiveFactory(), organisation_name="Ressourcerie neuve", by=HOUSE)
    assert (member.organisation.name, Organisation.objects.count(), member.seat.pk) == ("Ressourcerie neuve", 1, Seat.objects.get().pk)
    with pytest.raises(MemberMissing):
        add_newcomer(collective=member.collective, organisation_name=" ", by=HOUSE)


def test_leaving_ends_the_mandates_and_stays_in_the_history() -> None:
    member = OrganisationMemberFactory()
    mandate = give(member.seat, PersonFactory())
    end_membership(membership=member, until_on=JUNE, by=HOUSE)
    mandate.refresh_from_db()
    assert (mandate.ends_on, member.collective.memberships.past().count()) == (JUNE, 1)


def test_an_end_before_the_beginning_is_refused() -> None:
    member = OrganisationMemberFactory()
    with pytest.raises(DatesRefused, match="plus ancienne"):
        end_membership(membership=member, until_on=date(2025, 1, 1), by=HOUSE)
    give(member.seat, PersonFactory(), starts_on=DECEMBER)
    with pytest.raises(DatesRefused, match="commence après"):
        end_membership(membership=member, until_on=JUNE, by=HOUSE)


def test_a_departure_is_undone() -> None:
    member = PersonMemberFactory()
    end_membership(membership=member, until_on=JUNE, by=HOUSE)
    assert resume_membership(membership=member, by=HOUSE).until_on is None


def test_a_departure_is_not_undone_once_the_member_came_back() -> None:
    member = PersonMemberFactory()
    end_membership(membership=member, until_on=MARCH, by=HOUSE)
    add_member(collective=member.collective, person=member.person, since_on=JUNE, by=HOUSE)
    with pytest.raises(MemberAlready):
        resume_membership(membership=member, by=HOUSE)


def test_two_titulaires_at_once_are_refused() -> None:
    seat = OrganisationMemberFactory().seat
    first = give(seat, PersonFactory(first_name="Solène", last_name="Marchebois"))
    with pytest.raises(AlreadyTitular, match="Solène Marchebois"):
        give(seat, PersonFactory(), starts_on=JUNE)
    end_mandate(mandate=first, ends_on=date(2026, 5, 31), by=HOUSE)
    assert give(seat, PersonFactory(), starts_on=JUNE).kind == TITULAR


def test_a_mandate_before_the_present_one_may_overlap_nothing() -> None:
    seat = OrganisationMemberFactory().seat
    give(seat, PersonFactory(), starts_on=JUNE)
    with pytest.raises(AlreadyTitular):
        give(seat, PersonFactory(), starts_on=MARCH)
    assert give(seat, PersonFactory(), starts_on=MARCH, ends_on=date(2026, 5, 31)).pk


def test_a_suppleant_is_not_the_titulaire() -> None:
    seat, person = OrganisationMemberFactory().seat, PersonFactory()
    give(seat, person)
    with pytest.raises(BothAtOnce, match="deux personnes"):
        give(seat, person, kind=DEPUTY, starts_on=JUNE)
    assert give(seat, PersonFactory(), kind=DEPUTY).kind == DEPUTY


def test_a_person_holds_its_own_seat() -> None:
    with pytest.raises(SeatOfAPerson):
        give(PersonMemberFactory().seat, PersonFactory())


def test_a_mandate_lies_within_the_membership() -> None:
    member = OrganisationMemberFactory()
    for wrong in ({"starts_on": date(2025, 12, 31)}, {"starts_on": JUNE, "ends_on": MARCH}):
        with pytest.raises(DatesRefused):
            give(member.seat, PersonFactory(), **wrong)
    end_membership(membership=member, until_on=JUNE, by=HOUSE)
    member.seat.membership.refresh_from_db()
    with pytest.raises(DatesRefused, match="n’est plus membre"):
        give(member.seat, PersonFactory(), starts_on=MARCH)


def test_the_end_of_a_mandate_does_not_meet_the_next_one() -> None:
    seat = OrganisationMemberFactory().seat
    first = give(seat, PersonFactory(), ends_on=date(2026, 5, 31))
    give(seat, PersonFactory(), starts_on=JUNE)
    with pytest.raises(AlreadyTitular):
        end_mandate(mandate=first, ends_on=DECEMBER, by=HOUSE)
    with pytest.raises(DatesRefused):
        end_mandate(mandate=first, ends_on=JANUARY, by=HOUSE)


def test_a_mandate_is_removed_or_given_to_a_newcomer() -> None:
    seat = OrganisationMemberFactory().seat
    mandate = appoint_newcomer(seat=seat, last_name="Amberlin", first_name="Youssef", kind=TITULAR, starts_on=MARCH, by=HOUSE)
    assert mandate.person.main_position.organisation == seat.membership.organisation
    remove_mandate(mandate=mandate, by=HOUSE)
    assert Mandate.objects.count() == 0


def test_a_place_is_changed_and_a_vote_makes_the_seat() -> None:
    member = PersonMemberFactory(voting=False)
    assert Seat.objects.count() == 0
    edit_membership(membership=member, function="Trésorière", voting=True, since_on=MARCH, by=HOUSE)
    edit_membership(membership=member, function="Trésorière", voting=True, since_on=MARCH, by=HOUSE)
    assert Seat.objects.count() == 1


def test_who_sits_depends_on_the_day() -> None:
    member = OrganisationMemberFactory()
    first, second, deputy = PersonFactory(), PersonFactory(), PersonFactory()
    give(member.seat, first, ends_on=date(2026, 5, 31))
    give(member.seat, second, starts_on=JUNE)
    give(member.seat, deputy, kind=DEPUTY)
    holders = [(seat.titular, seat.deputy) for day in (JANUARY, MARCH, DECEMBER) for seat in seat_holders(member.collective, day)]
    assert holders == [(None, None), (first, deputy), (second, deputy)]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_holders_are_read_in_two_queries(number: int, django_assert_num_queries: object) -> None:
    group = CollectiveFactory()
    for _ in range(number):
        give(OrganisationMemberFactory(collective=group).seat, PersonFactory())
        PersonMemberFactory(collective=group)
    with django_assert_num_queries(2):  # type: ignore[operator]
        names = [seat.titular.name for seat in seat_holders(group, DECEMBER)]
    assert len(names) == 2 * number


def test_a_member_without_vote_has_no_counted_seat() -> None:
    member = PersonMemberFactory()
    edit_membership(membership=member, function="", voting=False, since_on=JANUARY, by=HOUSE)
    assert list(seat_holders(member.collective, JUNE)) == []

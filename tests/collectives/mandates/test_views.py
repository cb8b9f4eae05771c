"""The « Membres » tab: added from the directory or typed, seats held and left, what is refused in words."""

import pytest

from collectives.groups.models import Membership
from collectives.mandates.models import Mandate
from contacts.directory.models import Organisation, Person
from tests.factories.directory import OrganisationFactory, PersonFactory, PositionFactory
from tests.factories.groups import CollectiveFactory, OrganisationMemberFactory, PersonMemberFactory

pytestmark = pytest.mark.django_db
PLACE = {"since_on": "2026-03-01", "voting": "on", "function": ""}


def members_of(group) -> str:
    return f"{group.get_absolute_url()}membres/"


def test_a_person_and_an_organisation_are_found_and_added(team) -> None:
    group, person, organisation = CollectiveFactory(), PersonFactory(last_name="Roncevert"), OrganisationFactory(name="Pôle Roncevert")
    address = f"{members_of(group)}ajouter/?q=roncevert"
    text = team.get(address).content.decode()
    assert (person.name in text, organisation.name in text) == (True, True)
    assert team.post(address, {**PLACE, "member": f"personne:{person.public_id}"}).headers["Location"] == members_of(group)
    seat = team.post(address, {**PLACE, "member": f"structure:{organisation.public_id}"}).headers["Location"]
    assert seat.endswith("/siege/")
    assert 'data-count="2"' in team.get(members_of(group)).content.decode()


def test_someone_without_a_fiche_is_typed(team) -> None:
    group = CollectiveFactory()
    team.post(f"{members_of(group)}ajouter/?nouveau=personne", {**PLACE, "last_name": "Marenne", "first_name": "Théophile", "email": "t@example.org"})
    team.post(f"{members_of(group)}ajouter/?nouveau=structure", {**PLACE, "organisation_name": "Ressourcerie neuve"})
    assert (Person.objects.get().name, Organisation.objects.get().name) == ("Théophile Marenne", "Ressourcerie neuve")
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "posted", "field"),
    [
        ("?nouveau=personne", {"last_name": ""}, "last_name"),
        ("?nouveau=personne", {"last_name": "M", "email": "pas une adresse"}, "email"),
        ("?nouveau=personne", {"last_name": "M", "since_on": "31/02/2026"}, "since_on"),
        ("?nouveau=structure", {"organisation_name": " "}, "organisation_name"),
        ("?q=zzz", {"member": "personne:0"}, "member"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(team, query, posted, field) -> None:
    refused = team.post(f"{members_of(CollectiveFactory())}ajouter/{query}", {**PLACE, **posted})
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert (Membership.objects.count(), Person.objects.count()) == (0, 0)


def test_a_member_twice_is_refused(team) -> None:
    member = PersonMemberFactory(person__last_name="Roncevert")
    refused = team.post(f"{members_of(member.collective)}ajouter/?q=roncevert", {**PLACE, "member": f"personne:{member.person.public_id}"})
    assert (refused.status_code, "déjà membre" in refused.content.decode(), Membership.objects.count()) == (422, True, 1)


def test_the_people_of_an_organisation_are_proposed_for_its_seat(team) -> None:
    member = OrganisationMemberFactory()
    person = PositionFactory(organisation=member.organisation).person
    address = f"{members_of(member.collective)}{member.public_id}/siege/"
    assert person.name in team.get(address).content.decode()
    team.post(address, {"person": person.public_id, "kind": "titulaire", "starts_on": "2026-03-01"})
    text = team.get(members_of(member.collective)).content.decode()
    assert ("Titulaire" in text, person.name in text) == (True, True)


def test_two_titulaires_or_one_person_twice_are_refused(team) -> None:
    member = OrganisationMemberFactory()
    person = PositionFactory(organisation=member.organisation).person
    other = PositionFactory(organisation=member.organisation).person
    address = f"{members_of(member.collective)}{member.public_id}/siege/"
    team.post(address, {"person": person.public_id, "kind": "titulaire", "starts_on": "2026-03-01"})
    twice = team.post(address, {"person": other.public_id, "kind": "titulaire", "starts_on": "2026-06-01"})
    both = team.post(address, {"person": person.public_id, "kind": "suppleant", "starts_on": "2026-06-01"})
    assert (twice.status_code, "déjà titulaire" in twice.content.decode()) == (422, True)
    assert (both.status_code, "deux personnes" in both.content.decode(), Mandate.objects.count()) == (422, True, 1)


def test_a_mandate_ends_or_is_removed(team) -> None:
    member = OrganisationMemberFactory()
    mandates = [
        Mandate.objects.create(seat=member.seat, person=PersonFactory(), kind=kind, starts_on=member.since_on) for kind in ("titulaire", "suppleant")
    ]
    base = f"{members_of(member.collective)}mandats/"
    wrong = team.post(f"{base}{mandates[0].public_id}/fin/", {"ends_on": "2025-01-01"})
    assert (wrong.status_code, "plus ancienne" in wrong.content.decode()) == (422, True)
    team.post(f"{base}{mandates[0].public_id}/fin/", {"ends_on": "2026-05-31"})
    assert "Mandats terminés" in team.get(members_of(member.collective)).content.decode()
    assert (team.get(f"{base}{mandates[1].public_id}/supprimer/").status_code, Mandate.objects.count()) == (200, 2)
    team.post(f"{base}{mandates[1].public_id}/supprimer/")
    assert Mandate.objects.count() == 1


def test_a_departure_is_noted_and_undone(team) -> None:
    member = PersonMemberFactory()
    base = f"{members_of(member.collective)}{member.public_id}/"
    team.post(f"{base}depart/", {"until_on": "2026-05-31"})
    text = team.get(members_of(member.collective)).content.decode()
    assert ("Ont été membres" in text, 'data-count="0"' in text) == (True, True)
    team.post(f"{base}revenir/")
    assert Membership.objects.get().until_on is None


def test_the_place_of_a_member_changes(team) -> None:
    member = PersonMemberFactory()
    team.post(f"{members_of(member.collective)}{member.public_id}/", {"function": "Trésorière", "since_on": "2026-02-01"})
    member.refresh_from_db()
    assert (member.function, member.voting) == ("Trésorière", False)
    assert "Participent sans décider" in team.get(members_of(member.collective)).content.decode()


def test_a_member_of_another_group_is_not_found(team) -> None:
    member, other = PersonMemberFactory(), CollectiveFactory()
    assert team.get(f"{members_of(other)}{member.public_id}/").status_code == 404
    assert team.get(f"{members_of(member.collective)}{member.public_id}/siege/").status_code == 404


def test_a_referent_adds_by_typing(referent) -> None:
    group = CollectiveFactory()
    group.process.referents.add(referent.user)
    referent.post(f"{members_of(group)}ajouter/", {**PLACE, "last_name": "Amberlin", "first_name": "Youssef"})
    text = referent.get(members_of(group)).content.decode()
    assert ("Youssef Amberlin" in text, "/bureau/repertoire/" in text) == (True, False)

"""Pages of staff: who comes, who waits, someone who phoned."""

import re
from typing import Any

import pytest
from django.test import Client

from contacts.directory.models import Person
from events.days.models import Day
from events.registration import services
from events.registration.models import Registration
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def base(day: Day) -> str:
    return f"/bureau/journees/{day.slug}/inscriptions/"


def enter(day: Day, *choices: Any, **options: Any) -> Registration:
    person = options.pop("person", None) or GuestFactory()
    return services.register(day=day, person=person, by=HOUSE, choices=choices, **options)


def test_the_list_counts_and_filters_in_the_address(team: Client) -> None:
    day = OpenDayFactory(capacity=2)
    atelier = AtelierFactory(day=day, title="Réemploi")
    enter(day, atelier, details={"quality": "elu"}), enter(day), enter(day)
    page = team.get(base(day)).content.decode()
    assert ('data-count="3"' in page, "2 places prises" in page.replace("\u202f", " "), "Réemploi" in page) == (True, True, True)
    for query, count in [
        ("?etat=waiting", 1),
        (f"?atelier={atelier.public_id}", 1),
        ("?qualite=elu", 1),
        ("?origine=equipe", 0),
        ("?etat=confirmed", 2),
    ]:
        assert f'data-count="{count}"' in team.get(base(day) + query).content.decode(), query


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("csv-ouvert", b"Civ")])
def test_files_open_in_excel(team: Client, reader: Client, kind: str, start: bytes) -> None:
    day = OpenDayFactory()
    enter(day, person=GuestFactory(last_name="=cmd|'/C calc'!A0"))
    response = team.get(base(day), {"format": kind})
    assert (response.status_code, response.content[: len(start)]) == (200, start)
    assert reader.get(base(day), {"format": kind}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(team: Client, count: int, django_assert_max_num_queries: Any) -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day)
    for _ in range(count):
        enter(day, atelier)
    team.get(base(day))
    with django_assert_max_num_queries(11):
        team.get(base(day))


def test_the_list_says_who_waits_for_an_atelier(team: Client) -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, capacity=1)
    assert "un atelier." not in team.get(base(day)).content.decode()
    for _ in range(3):
        enter(day, atelier)
    assert "2 attendent un atelier." in team.get(base(day)).content.decode()


def test_someone_of_the_directory_who_phoned(team: Client) -> None:
    day, guest = OpenDayFactory(), GuestFactory(last_name="Pimprenelle")
    atelier = AtelierFactory(day=day)
    found = team.get(f"{base(day)}nouvelle/", {"q": "pimprenèlle"}).content.decode()
    assert f"?personne={guest.public_id}" in found
    address = f"{base(day)}nouvelle/?personne={guest.public_id}"
    assert team.post(address, {}).status_code == 422
    team.post(address, {"atelier_0_1115": str(atelier.public_id), "function": "Présidente"})
    one = Registration.objects.get()
    assert (one.person, one.origin, one.function, one.choices.get().state) == (guest, "equipe", "Présidente", "confirmed")


def test_a_newcomer_who_phoned(team: Client) -> None:
    day = OpenDayFactory()
    address = f"{base(day)}nouvelle/?creer=1"
    refused = team.post(address, {"first_name": "Idriss", "last_name": "", "email": "idriss @example.org"}).content.decode()
    assert ('data-error="last_name"' in refused, 'data-error="email"' in refused, Person.objects.count()) == (True, True, 0)
    team.post(address, {"first_name": "Idriss", "last_name": "Valclair", "email": "idriss@example.org"})
    assert (Person.objects.get().name, Registration.objects.get().state) == ("Idriss Valclair", "confirmed")


def test_a_name_of_five_thousand_characters_is_refused_beside_the_field(team: Client) -> None:
    response = team.post(f"{base(OpenDayFactory())}nouvelle/?creer=1", {"last_name": "a" * 5000})
    assert (response.status_code, b'data-error="last_name"' in response.content) == (422, True)


def test_the_queue_with_ranks_and_moving_up(team: Client) -> None:
    day = OpenDayFactory(capacity=1)
    first, second = enter(day), enter(day)
    page = team.get(f"{base(day)}attente/").content.decode()
    assert ('data-rank="1"' in page, "Faire monter" in page) == (True, True)
    answer = team.post(f"{base(day)}{second.public_id}/monter/", {"retour": "attente"}, follow=True).content.decode()
    assert "Toutes les places de la journée sont prises" in answer
    services.cancel(registration=first, by=HOUSE)
    team.post(f"{base(day)}{second.public_id}/monter/")
    second.refresh_from_db()
    assert second.state == "confirmed"


def test_moving_up_in_an_atelier(team: Client) -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, capacity=1)
    first, second = enter(day, atelier), enter(day, atelier)
    services.cancel(registration=first, by=HOUSE)
    choice = second.choices.get()
    assert str(choice.public_id) in team.get(f"{base(day)}attente/").content.decode()
    team.post(f"{base(day)}{second.public_id}/ateliers/{choice.public_id}/monter/")
    choice.refresh_from_db()
    assert choice.state == "confirmed"


def test_one_registration_with_its_history(team: Client) -> None:
    day = OpenDayFactory()
    a, b = AtelierFactory(day=day, title="A"), AtelierFactory(day=day, title="B")
    one = enter(day, a, details={"needs": "boucle magnétique"})
    address = f"{base(day)}{one.public_id}/"
    page = team.get(address).content.decode()
    assert ("boucle magnétique" in page, "a noté l’inscription" in page) == (True, True)
    team.post(f"{address}modifier/", {"atelier_0_1115": str(b.public_id), "form_key": re.search(r'name="form_key" value="(\w+)"', page)[1]})  # type: ignore[index]
    assert dict(one.choices.values_list("session__title", "state")) == {"A": "cancelled", "B": "confirmed"}
    team.post(f"{address}desinscrire/")
    one.refresh_from_db()
    assert one.state == "cancelled"


def test_the_link_is_sent_once_per_form(team: Client) -> None:
    one = enter(OpenDayFactory())
    for _ in range(2):
        team.post(f"{base(one.day)}{one.public_id}/lien/", {"form_key": "abc"})
    assert OutboxEmail.objects.filter(message="registration_link").count() == 1


def test_unregistering_a_selection_asks_first(team: Client) -> None:
    day = OpenDayFactory()
    ids = [str(enter(day).public_id) for _ in range(2)]
    enter(day)
    page = team.post(f"{base(day)}desinscrire/", {"id": ids}).content.decode()
    assert ("Désinscrire 2 personnes" in page.replace("\u202f", " ").replace("\xa0", " "), Registration.objects.confirmed().count()) == (True, 3)
    team.post(f"{base(day)}desinscrire/", {"id": ids, "confirm": "oui"})
    assert Registration.objects.confirmed().count() == 1


def test_lecture_reads_without_the_needs_and_writes_nothing(reader: Client) -> None:
    one = enter(OpenDayFactory(), details={"needs": "boucle magnétique"})
    address = f"{base(one.day)}{one.public_id}/"
    page = reader.get(address)
    assert (page.status_code, "boucle" in page.content.decode(), reader.post(f"{address}desinscrire/").status_code) == (200, False, 403)


def test_a_stranger_finds_nothing(referent: Client, client: Client) -> None:
    one = enter(OpenDayFactory())
    address = f"{base(one.day)}{one.public_id}/"
    assert (referent.get(address).status_code, client.get(address).status_code) == (404, 302)


def test_the_registration_of_another_day_is_not_found(team: Client) -> None:
    one = enter(OpenDayFactory())
    assert team.get(f"{base(OpenDayFactory())}{one.public_id}/").status_code == 404

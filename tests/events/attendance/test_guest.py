"""The accueil page: a phone, no account, no script."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from events.attendance.models import CheckIn
from events.attendance.permissions import desk_closes_at, desk_opens_at
from events.registration.models import Registration
from labo_ess.links.models import SecretLink
from labo_ess.links.services import revoke
from tests.factories.attendance import HOUSE, chosen, desk_of, expected, in_days, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real(settings) -> None:
    """Outside the demo, where the page opens at its time."""
    settings.DEMO = False


def test_it_lists_people_with_a_form_each(client) -> None:
    day = today()
    chosen(expected(day, "Roncevert", "Élie", structure="Scop des Prés"), "Réemploi")
    page = client.get(desk_of(day))
    text = page.content.decode()
    assert (page.status_code, text.count("data-person="), text.count('data-verb="check_in"')) == (200, 1, 1)
    assert re.search(r'data-page="accueil"\s+data-state="open"\s+data-count="1"', text)
    assert "Scop des Prés" in text
    assert "Réemploi" in text
    assert "<script" not in text
    assert page["Cache-Control"] == "no-store, private"


def test_one_tap_then_undo(client) -> None:
    registration = expected(today())
    link = desk_of(registration.day)
    answer = client.post(f"{link}check_in/", {"registration": registration.public_id, "q": "quat"})
    assert (answer.status_code, answer["Location"]) == (302, f"{link}?q=quat#p-{registration.public_id}")
    assert 'data-verb="undo"' in client.get(link).content.decode()
    client.post(f"{link}undo/", {"registration": registration.public_id})
    assert CheckIn.objects.standing().count() == 0


def test_the_served_fields_are_enough(client) -> None:
    link = desk_of(expected(today()).day)
    form = re.search(r'<form method="post" action="([^"]+)" data-verb="check_in">(.*?)</form>', client.get(link).content.decode(), re.DOTALL)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    assert client.post(form[1], fields).status_code == 302
    assert CheckIn.objects.count() == 1


def test_a_check_in_costs_eight_queries_at_most(client, django_assert_max_num_queries) -> None:
    registration = expected(today())
    link = desk_of(registration.day)
    client.post(f"{link}undo/", {"registration": registration.public_id})
    with django_assert_max_num_queries(8):
        client.post(f"{link}check_in/", {"registration": registration.public_id})
    assert CheckIn.objects.count() == 1


def test_search_and_lists_live_in_the_address(client) -> None:
    day = today()
    here = expected(day, "Élan")
    expected(day, "Zola")
    link = desk_of(day)
    client.post(f"{link}check_in/", {"registration": here.public_id})
    for query, names in (("q=elan", ["Élan"]), ("liste=attendues", ["Zola"]), ("liste=presentes", ["Élan"]), ("liste=x", ["Élan", "Zola"])):
        assert re.findall(r"<strong>(\w+)</strong>", client.get(f"{link}?{query}").content.decode()) == names


def test_head_and_get_on_a_verb_change_nothing(client) -> None:
    registration = expected(today())
    link = desk_of(registration.day)
    for method in (client.get, client.head):
        assert method(f"{link}check_in/", {"registration": registration.public_id}).status_code == 302
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("value", ["", "abc", "1", "' or 1=1"])
def test_a_forged_registration_is_404(client, value: str) -> None:
    link = desk_of(today())
    assert client.post(f"{link}check_in/", {"registration": value}).status_code == 404
    assert client.post(f"{link}nothing/", {}).status_code == 404


def test_another_days_person_is_refused_and_said(client) -> None:
    other = expected(today())
    answer = client.post(f"{desk_of(today())}check_in/", {"registration": other.public_id})
    assert (answer.status_code, "n’est plus inscrite" in answer.content.decode()) == (409, True)


def test_a_walk_in_lands_on_their_line(client) -> None:
    link = desk_of(today())
    answer = client.post(f"{link}walk_in/", {"last_name": "Imprévu", "first_name": "Ali", "organisation": "Scop", "email": "", "form_key": "k"})
    assert answer["Location"] == f"{link}#p-{Registration.objects.get().public_id}"
    client.post(f"{link}walk_in/", {"last_name": "Imprévu", "form_key": "k"})
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", ""),
        ("last_name", "\r\n"),
        ("last_name", "x" * 5000),
        ("email", "a b@example.org"),
        ("email", "é@exemple"),
        ("organisation", "x" * 999),
    ],
)
def test_bad_input_is_said_beside_the_field(client, field: str, value: str) -> None:
    link = desk_of(today())
    answer = client.post(f"{link}walk_in/", {"last_name": "Imprévu", field: value})
    assert (answer.status_code, f'data-error="{field}"' in answer.content.decode()) == (422, True)
    assert Registration.objects.count() == 0


def test_cr_lf_in_a_name_becomes_a_space(client) -> None:
    link = desk_of(today())
    client.post(f"{link}walk_in/", {"last_name": "Imprévu\r\nBcc: x@example.org"})
    assert Registration.objects.get().person.last_name == "Imprévu Bcc: x@example.org"


def test_before_the_eve_it_says_when_and_shows_nobody(client) -> None:
    day = in_days(10)
    registration = expected(day, "Secrète")
    link = desk_of(day)
    page = client.get(link)
    assert (page.status_code, "Secrète" in page.content.decode(), "data-person" in page.content.decode()) == (200, False, False)
    assert 'data-state="closed"' in page.content.decode()
    assert client.post(f"{link}check_in/", {"registration": registration.public_id}).status_code == 409
    assert CheckIn.objects.count() == 0


def test_it_opens_the_eve_and_is_gone_after_the_morrow(client) -> None:
    day = in_days(10)
    link = desk_of(day)
    with time_machine.travel(desk_opens_at(day) - timedelta(minutes=1)):
        assert 'data-state="closed"' in client.get(link).content.decode()
    with time_machine.travel(desk_opens_at(day) + timedelta(minutes=1)):
        assert 'data-state="open"' in client.get(link).content.decode()
    with time_machine.travel(desk_closes_at(day) + timedelta(minutes=1)):
        assert client.get(link).status_code == 404


def test_in_the_demo_it_opens_before_and_says_so(client) -> None:
    settings.DEMO = True
    page = client.get(desk_of(in_days(10))).content.decode()
    assert ('data-state="open"' in page, "Démonstration" in page) == (True, True)


def test_a_revoked_link_opens_nothing(client) -> None:
    day = today()
    link = desk_of(day)
    revoke(SecretLink.objects.get(), by=HOUSE)
    page = client.get(link)
    assert (page.status_code, 'data-page="link"' in page.content.decode()) == (404, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_one_and_three(client, number: int, django_assert_num_queries) -> None:
    day = today()
    for rank in range(number):
        chosen(expected(day, f"Nom{rank}", structure="Scop"))
    link = desk_of(day)
    with django_assert_num_queries(5):
        client.get(link)


def test_the_link_of_a_moved_day_keeps_its_address(client) -> None:
    day = today()
    before = desk_of(day)
    day.date = timezone.localdate() + timedelta(days=7)
    day.save()
    assert desk_of(day) == before

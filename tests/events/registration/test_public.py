"""An open day: whoever wants to come asks for their link."""

import pytest
from django.test import Client

from contacts.directory.models import Person
from events.days.enums import Admission, DayState
from events.days.models import Day
from events.registration import public
from events.registration.exceptions import DayClosed
from events.registration.services import send_link_to_newcomer
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import HOUSE, GuestFactory, OpenDayFactory
from tests.robots import stamp

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHO = {"first_name": "Idriss", "last_name": "Valclair", "email": "idriss@example.org"}


def address(day: Day) -> str:
    return f"/journees/{day.slug}/inscription/"


def person(**fields: str) -> dict[str, str]:
    return {**WHO, "stamp": stamp(), **fields}


@pytest.fixture
def day() -> Day:
    return OpenDayFactory(admission=Admission.OPEN)


def test_a_newcomer_gets_a_link_and_is_not_registered_yet(client: Client, day: Day) -> None:
    answer = client.post(address(day), person(), follow=True).content.decode()
    assert ('data-state="asked"' in answer, day.registrations.count()) == (True, 0)
    assert list(OutboxEmail.objects.values_list("message", flat=True)) == ["registration_link"]
    assert Person.objects.get().resembles  # nobody of the house typed it


def test_someone_known_gets_the_same_answer_and_nothing_of_their_fiche_changes(client: Client, day: Day) -> None:
    known = GuestFactory(first_name="Idriss", last_name="Valclair", email="idriss@example.org", source="Cress")
    answer = client.post(address(day), person(last_name="VALCLAIR", email="Idriss@Example.org", organisation_name="Autre structure"), follow=True)
    assert ('data-state="asked"' in answer.content.decode(), Person.objects.get().pk) == (True, known.pk)
    known.refresh_from_db()
    assert (known.last_name, known.source, known.positions.count(), known.emails.get().address) == ("Valclair", "Cress", 0, "idriss@example.org")


def test_another_name_at_a_known_address_is_a_fiche_to_compare(client: Client, day: Day) -> None:
    GuestFactory(first_name="Zoé", last_name="Autre", email="idriss@example.org")
    client.post(address(day), person())
    assert Person.objects.get(last_name="Valclair").resembles


def test_a_day_by_invitation_has_no_such_page(client: Client) -> None:
    assert client.get(address(OpenDayFactory())).status_code == 404


@pytest.mark.parametrize("state", [DayState.CLOSED, DayState.PAST, DayState.PREPARING])
def test_closed_between_page_and_click_is_said_and_nothing_is_kept(client: Client, day: Day, state: str) -> None:
    assert client.get(address(day)).status_code == 200
    Day.objects.filter(pk=day.pk).update(state=state)
    response = client.post(address(day), person())
    assert (response.status_code, b'data-state="closed"' in response.content, Person.objects.count()) == (409, True, 0)


def test_closed_while_the_button_is_pressed(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(**given: object) -> None:
        Day.objects.filter(pk=day.pk).update(state=DayState.CLOSED)
        send_link_to_newcomer(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(public, "send_link_to_newcomer", too_late)
    assert (client.post(address(day), person()).status_code, Person.objects.count()) == (409, 0)
    with pytest.raises(DayClosed):
        send_link_to_newcomer(day=day, by=HOUSE, form_key="x", **WHO)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", "idriss @example.org"),
        ("email", "idriss"),
        ("email", "é@example.org"),
        ("email", "a@example.org\r\nBcc: b@example.org"),
        ("email", "a" * 5000 + "@example.org"),
        ("email", "a\x00@example.org"),
        ("last_name", ""),
        ("last_name", "\u202e \u200b"),
        ("last_name", "a" * 5000),
        ("organisation_name", "a" * 5000),
    ],
)
def test_bad_input_is_said_beside_the_field_and_the_rest_is_kept(client: Client, day: Day, field: str, text: str) -> None:
    response = client.post(address(day), person(**{field: text}))
    page = response.content.decode()
    assert (response.status_code, f'data-error="{field}"' in page, Person.objects.count()) == (422, True, 0)
    assert 'value="Idriss"' in page


def test_line_breaks_in_a_name_stay_on_one_line(client: Client, day: Day) -> None:
    client.post(address(day), person(last_name="Valclair\r\nBcc: autre@example.org"))
    assert Person.objects.get().last_name == "Valclair Bcc: autre@example.org"


def test_a_robot_gets_the_page_of_everybody_and_nothing_is_done(client: Client, day: Day) -> None:
    caught = client.post(address(day), {"website": "https://example.org", "email": "pas une adresse"}, follow=True)
    assert (Person.objects.count(), OutboxEmail.objects.count()) == (0, 0)
    assert caught.content == client.post(address(day), person(), follow=True).content


@pytest.mark.parametrize(("seconds", "words"), [(0, "trop vite"), (2 * 24 * 3600, "trop longtemps")])
def test_too_fast_and_too_old_are_said_and_keep_what_was_typed(client: Client, day: Day, seconds: int, words: str) -> None:
    response = client.post(address(day), person(stamp=stamp(seconds)))
    page = response.content.decode()
    assert (response.status_code, words in page, 'value="Valclair"' in page, 'data-error="__all__"' in page) == (422, True, True, True)
    assert OutboxEmail.objects.count() == 0


def test_the_same_form_twice_makes_one_mail_and_one_fiche(client: Client, day: Day) -> None:
    same = person()
    assert [client.post(address(day), same).status_code for _ in range(3)] == [302, 302, 302]
    assert (Person.objects.count(), OutboxEmail.objects.count()) == (1, 1)


def test_an_address_gets_three_mails_a_day_at_most(client: Client, day: Day) -> None:
    for _tab in range(5):
        client.post(address(day), person())
    assert OutboxEmail.objects.count() == 3


def test_a_host_cannot_flood_many_addresses(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PER_HOST_AN_HOUR", 4)
    answers = {client.post(address(day), person(email=f"a{n}@example.org")).url for n in range(7)}  # type: ignore[attr-defined]
    assert (len(answers), OutboxEmail.objects.count(), Person.objects.count()) == (1, 4, 4)

"""An open day: whoever wants to come asks for their link."""

import pytest
from django.test import Client

from contacts.directory.models import Person
from events.days.enums import Admission, DayState
from events.days.models import Day
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHO = {"first_name": "Idriss", "last_name": "Valclair", "email": "idriss@example.org"}


def address(day: Day) -> str:
    return f"/journees/{day.slug}/inscription/"


def test_a_newcomer_gets_a_link_and_is_not_registered_yet(client: Client) -> None:
    day = OpenDayFactory(admission=Admission.OPEN)
    answer = client.post(address(day), WHO, follow=True).content.decode()
    assert ('data-state="asked"' in answer, day.registrations.count()) == (True, 0)
    assert list(OutboxEmail.objects.values_list("message", flat=True)) == ["registration_link"]


def test_someone_known_gets_the_same_answer_and_no_double(client: Client) -> None:
    day = OpenDayFactory(admission=Admission.OPEN)
    GuestFactory(first_name="Idriss", last_name="Valclair", email="idriss@example.org")
    client.post(address(day), WHO)
    assert Person.objects.count() == 1


def test_a_day_by_invitation_has_no_such_page(client: Client) -> None:
    assert client.get(address(OpenDayFactory())).status_code == 404


def test_closed_is_said_and_nothing_is_kept(client: Client) -> None:
    day = OpenDayFactory(admission=Admission.OPEN, state=DayState.CLOSED)
    response = client.post(address(day), WHO)
    assert (response.status_code, b'data-state="closed"' in response.content, Person.objects.count()) == (409, True, 0)


@pytest.mark.parametrize(
    ("field", "text"),
    [("email", "idriss @example.org"), ("email", "idriss"), ("email", "é@example.org"), ("last_name", ""), ("last_name", "a" * 5000)],
)
def test_bad_input_is_said_beside_the_field(client: Client, field: str, text: str) -> None:
    response = client.post(address(OpenDayFactory(admission=Admission.OPEN)), {**WHO, field: text})
    assert (response.status_code, f'data-error="{field}"' in response.content.decode(), Person.objects.count()) == (422, True, 0)


def test_a_robot_that_fills_everything_sends_nothing(client: Client) -> None:
    client.post(address(OpenDayFactory(admission=Admission.OPEN)), {**WHO, "website": "https://example.org"})
    assert (Person.objects.count(), OutboxEmail.objects.count()) == (0, 0)


def test_an_address_gets_three_mails_a_day_at_most(client: Client) -> None:
    day = OpenDayFactory(admission=Admission.OPEN)
    for n in range(5):
        client.post(address(day), {**WHO, "form_key": str(n)})
    assert OutboxEmail.objects.count() == 3

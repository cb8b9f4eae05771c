"""A guest answers by the personal link: no script, one form per verb, nothing by GET."""

import re
from datetime import time, timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from contacts.consent.models import Consent
from contacts.directory.models import Organisation, Person
from events.days.enums import DayState
from events.days.models import Day, DayPartner
from events.invitations.models import Invitation
from events.registration import services
from events.registration.models import Registration
from labo_ess.links.services import path
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import HOUSE, AtelierFactory, GuestFactory, OpenDayFactory, link_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


class Guest:
    """Someone with a link, reading pages as a browser without script does."""

    def __init__(self, client: Client, day: Day, person: Person | None = None) -> None:
        self.client, self.day, self.person = client, day, person or GuestFactory()
        self.url = path(link_of(day, self.person))
        self.page = ""
        self.status = 0

    def open(self) -> "Guest":
        response = self.client.get(self.url)
        self.status, self.page = response.status_code, response.content.decode()
        return self

    @property
    def state(self) -> str:
        return re.search(r'<main[^>]*data-state="(\w+)"', self.page)[1]  # type: ignore[index]

    @property
    def rank(self) -> str:
        found = re.search(r'<main[^>]*data-rank="(\d+)"', self.page)
        return found[1] if found else ""

    @property
    def verbs(self) -> list[str]:
        return re.findall(r'data-verb="(\w+)"', self.page)

    def fields(self, verb: str) -> dict[str, str]:
        """The served fields of a form, as they would be posted untouched."""
        form = re.search(rf'<form[^>]*data-verb="{verb}".*?</form>', self.page, re.DOTALL)[0]  # type: ignore[index]
        served = {}
        for tag in re.findall(r"<input[^>]*>", form):
            kind, name = re.search(r'type="(\w+)"', tag)[1], re.search(r'name="([^"]+)"', tag)  # type: ignore[index]
            if name and (kind in ("text", "hidden") or " checked" in tag):
                value = re.search(r'value="([^"]*)"', tag)
                served[name[1]] = value[1] if value else "on"
        return served | dict.fromkeys(re.findall(r'<textarea[^>]*name="([^"]+)"', form), "")

    def post(self, verb: str, **answers: str) -> "Guest":
        response = self.client.post(f"{self.url}{verb}/", self.fields(verb) | answers, follow=True)
        self.status, self.page = response.status_code, response.content.decode()
        return self


def slot_of(guest: Guest) -> str:
    return re.search(r'name="(atelier_\d_\d+)"', guest.page)[1]  # type: ignore[index]


def test_open_day_register_by_saying_i_come(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    assert (guest.status, guest.state, guest.verbs) == (200, "open", ["register", "decline"])
    guest.post("register", coming="on")
    assert (guest.state, guest.verbs, "C’est noté" in guest.page) == ("confirmed", ["change", "cancel"], True)
    assert Registration.objects.get().state == "confirmed"


def test_the_whole_walk_of_a_guest(client: Client) -> None:
    day = OpenDayFactory(capacity=3)
    first, second = AtelierFactory(day=day, title="Réemploi"), AtelierFactory(day=day, title="Mobilités")
    guest = Guest(client, day).open()
    slot = slot_of(guest)
    guest.post("register", **{slot: str(first.public_id)}, quality="elu", needs="boucle magnétique")
    assert guest.state == "confirmed"
    guest.post("change", **{slot: str(second.public_id)})
    assert "vos choix sont enregistrés" in guest.page
    guest.post("cancel", confirm="on")
    assert (guest.state, guest.verbs) == ("cancelled", ["register"])
    guest.post("register", **{slot: "aucun"})
    assert (guest.state, Registration.objects.count(), Registration.objects.get().quality) == ("confirmed", 1, "")


def test_a_full_day_gives_a_rank(client: Client) -> None:
    day = OpenDayFactory(capacity=1)
    services.register(day=day, person=GuestFactory(), by=HOUSE)
    guest = Guest(client, day).open()
    assert (guest.state, "liste d’attente" in guest.page) == ("full", True)
    guest.post("register", coming="on")
    assert (guest.state, guest.rank) == ("waiting", "1")


def test_declining_is_an_answer_and_can_be_taken_back(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    guest.post("decline", confirm="on")
    assert (guest.state, guest.verbs, Invitation.objects.get().state) == ("declined", ["register"], "declined")
    guest.post("register", coming="on")
    assert (guest.state, Invitation.objects.get().state) == ("confirmed", "registered")


@pytest.mark.parametrize("verb", ["register", "decline"])
def test_the_button_alone_does_nothing(client: Client, verb: str) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    guest.post(verb)
    assert (guest.status, "data-error=" in guest.page) == (422, True)
    assert (Registration.objects.count(), Invitation.objects.count()) == (0, 0)


@pytest.mark.parametrize("verb", ["change", "cancel"])
def test_the_button_alone_changes_no_registration(client: Client, verb: str) -> None:
    day = OpenDayFactory()
    AtelierFactory(day=day)
    guest = Guest(client, day)
    services.register(day=day, person=guest.person, by=HOUSE)
    guest.open().post(verb)
    assert (guest.status, Registration.objects.get().state, OutboxEmail.objects.count()) == (422, "confirmed", 1)


@pytest.mark.parametrize("verb", ["", "register/", "decline/", "cancel/", "change/", "agenda/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_robots_change_nothing(client: Client, method: str, verb: str) -> None:
    guest = Guest(client, OpenDayFactory())
    response = getattr(client, method)(guest.url + verb)
    assert (response.status_code, Registration.objects.count(), "sessionid" in response.cookies) == (200, 0, False)


def test_a_page_for_guests_bears_no_script_and_no_stranger(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    assert "<script" not in guest.page
    response = client.get(guest.url)
    assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("same-origin", True)


def test_every_choice_has_no_default(client: Client) -> None:
    day = OpenDayFactory()
    AtelierFactory(day=day)
    guest = Guest(client, day).open()
    for tag in re.findall(r"<input[^>]*data-choice[^>]*>", guest.page):
        assert "checked" not in tag
    assert len(re.findall(r"<input[^>]*data-choice[^>]*>", guest.page)) == 3


def test_closed_between_the_page_and_the_click(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    Day.objects.update(state=DayState.CLOSED)
    guest.post("register", coming="on", needs="boucle magnétique")
    assert (guest.status, guest.state, "viennent de fermer" in guest.page, "boucle magnétique" in guest.page) == (409, "closed", True, True)
    assert Registration.objects.count() == 0


def test_closed_keeps_the_registration_and_lets_the_place_go(client: Client) -> None:
    guest = Guest(client, OpenDayFactory())
    services.register(day=guest.day, person=guest.person, by=HOUSE)
    Day.objects.update(state=DayState.CLOSED)
    assert (guest.open().state, guest.verbs) == ("confirmed", ["cancel"])


def test_not_open_yet(client: Client) -> None:
    guest = Guest(client, OpenDayFactory(state=DayState.PREPARING)).open()
    assert (guest.state, guest.verbs, "pas encore ouvertes" in guest.page) == ("closed", [], True)


def test_a_day_that_began_takes_no_answer(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    Day.objects.update(date=timezone.localdate() - timedelta(days=1))
    guest.post("decline", confirm="on")
    assert (guest.status, Invitation.objects.count()) == (409, 0)


def test_double_click_back_and_two_tabs(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    fields = guest.fields("register") | {"coming": "on"}
    other_tab = fields | {"form_key": "another"}
    for data in (fields, fields, other_tab):
        assert client.post(f"{guest.url}register/", data).status_code == 302
    assert (Registration.objects.count(), OutboxEmail.objects.count()) == (1, 1)


def test_an_unknown_atelier_is_refused_beside_the_question(client: Client) -> None:
    day = OpenDayFactory()
    AtelierFactory(day=day)
    guest = Guest(client, day).open()
    slot = slot_of(guest)
    guest.post("register", **{slot: "11111111-1111-1111-1111-111111111111"}, function="Présidente")
    assert (guest.status, f'data-error="{slot}"' in guest.page, "Présidente" in guest.page) == (422, True, True)


def test_overlapping_ateliers_are_refused_beside_the_question(client: Client) -> None:
    day = OpenDayFactory()
    one, two = AtelierFactory(day=day), AtelierFactory(day=day, starts=time(12), ends=time(13))
    guest = Guest(client, day).open()
    guest.post("register", atelier_0_1115=str(one.public_id), atelier_0_1200=str(two.public_id))
    assert (guest.status, "en même temps" in guest.page, Registration.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(("field", "text"), [("function", "a" * 5000), ("organisation_label", "b" * 5000), ("needs", "c" * 5000), ("quality", "roi")])
def test_too_long_or_unknown_is_said_beside_the_field(client: Client, field: str, text: str) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    guest.post("register", coming="on", **{field: text})
    assert (guest.status, f'data-error="{field}"' in guest.page, Registration.objects.count()) == (422, True, 0)


def test_line_breaks_in_a_function_become_spaces(client: Client) -> None:
    Guest(client, OpenDayFactory()).open().post("register", coming="on", function="Maire\r\nBcc: tous@example.org")
    assert Registration.objects.get().function == "Maire Bcc: tous@example.org"


def test_consents_are_noted_only_when_given_and_withdrawn_when_unticked(client: Client) -> None:
    guest = Guest(client, OpenDayFactory()).open()
    guest.post("register", coming="on", consent_photos="on")
    assert list(Consent.objects.values_list("purpose", "given")) == [("photos", True)]
    fields = guest.fields("change") | {"coming": "on"}
    del fields["consent_photos"]
    client.post(f"{guest.url}change/", fields)
    assert list(Consent.objects.order_by("pk").values_list("given", flat=True)) == [True, False]


def test_the_agenda_of_a_registered_guest(client: Client) -> None:
    day = OpenDayFactory()
    atelier = AtelierFactory(day=day, title="Réemploi")
    guest = Guest(client, day)
    services.register(day=day, person=guest.person, choices=[atelier], by=HOUSE)
    response = client.get(f"{guest.url}agenda/")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert (response["Content-Type"].split(";")[0], [str(event["SUMMARY"]) for event in events][1:]) == ("text/calendar", ["Réemploi"])


def test_an_unknown_verb_opens_nothing(client: Client) -> None:
    guest = Guest(client, OpenDayFactory())
    response = client.get(f"{guest.url}supprimer/")
    assert (response.status_code, b'data-state="gone"' in response.content) == (404, True)


def test_the_whole_flow_costs_little_whatever_the_sessions(client: Client, django_assert_max_num_queries: object) -> None:
    counts = []
    for n in (1, 4):
        day = OpenDayFactory()
        ateliers = [AtelierFactory(day=day, starts=time(9 + i), ends=time(9 + i, 50)) for i in range(n)]
        guest = Guest(client, day)
        answers = {f"atelier_0_{9 + i:02d}00": str(one.public_id) for i, one in enumerate(ateliers)}
        with django_assert_max_num_queries(100) as asked:  # type: ignore[operator]
            guest.open().post("register", **answers)
        statements = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
        counts.append(len(statements))
        assert guest.state == "confirmed"
    assert counts[0] == counts[1]
    assert counts[0] <= 33, "\n".join(s[:170] for s in statements)


@pytest.mark.parametrize("partners", [1, 3])
def test_the_page_costs_the_same_whatever_the_partners(client: Client, partners: int, django_assert_max_num_queries: object) -> None:
    day = OpenDayFactory()
    guest = Guest(client, day)
    for n in range(partners):
        DayPartner.objects.create(day=day, organisation=Organisation.objects.create(name=f"Structure {n}"))
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        guest.open()


def test_a_lock_not_given_in_time_asks_to_send_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(**_options: object) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    guest = Guest(client, OpenDayFactory()).open()
    monkeypatch.setattr(services, "register", crowded)
    guest.post("register", coming="on", function="Présidente")
    assert (guest.status, "réessayez" in guest.page, "Présidente" in guest.page) == (503, True, True)

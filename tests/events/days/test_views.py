"""Pages of staff on cycles, days, partners and rooms."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from events.days.enums import DayState
from events.days.models import Cycle, Day, DayPartner, Room
from tests.factories.days import CycleFactory, DayFactory, DayPartnerFactory, RoomFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.reference import DepartmentFactory, RegionFactory
from tests.url_samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _slug() -> dict:
    return {"slug": DayFactory().slug}


def _partner() -> dict:
    partner = DayPartnerFactory()
    return {"slug": partner.day.slug, "public_id": partner.public_id}


def _room() -> dict:
    room = RoomFactory()
    return {"slug": room.day.slug, "public_id": room.public_id}


for _name in ("edit", "pass", "trash", "partners", "rooms"):
    sample(f"events:days:{_name}")(_slug)
for _name in ("partner_up", "partner_down", "partner_remove", "partner_logo"):
    sample(f"events:days:{_name}")(_partner)
for _name in ("room_up", "room_down", "room_edit", "room_remove"):
    sample(f"events:days:{_name}")(_room)
for _name in ("cycle", "cycle_edit"):
    sample(f"events:days:{_name}")(lambda: {"slug": CycleFactory().slug})
sample("events:overview:day")(_slug)


def good(**typed: object) -> dict:
    cycle = Cycle.objects.first() or CycleFactory()
    return {
        "title": "Centre-Val de Loire",
        "cycle": cycle.pk,
        "date": "22/12/2026",
        "starts": "8h45",
        "ends": "16:15",
        "admission": "invitation",
    } | typed


def test_a_day_is_made_in_draft(team) -> None:
    answer = team.post("/bureau/journees/nouvelle/", good(capacity="120", place_name="Hôtel de Région"))
    day = Day.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/bureau/journees/{day.slug}/")
    assert (day.state, day.capacity, day.starts.minute, day.date.month) == (DayState.DRAFT, 120, 45, 12)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends": "8:00"}, "ends"),
        ({"last_date": "2026-12-01"}, "last_date"),
        ({"date": "31/02/2026"}, "date"),
        ({"date": ""}, "date"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-3"}, "capacity"),
        ({"department": "999"}, "department"),
        ({"region": "zz"}, "region"),
        ({"title": "x" * 5000}, "title"),
        ({"title": "\u200b"}, "title"),
        ({"cycle": "9999"}, "cycle"),
        ({"contact_email": "à l’équipe @ example"}, "contact_email"),
        ({"answer_by": "2027-01-01"}, "answer_by"),
        ({"presentation": "x" * 20_001}, "presentation"),
    ],
)
def test_bad_input_is_told_beside_its_field(team, typed: dict, field: str) -> None:
    answer = team.post("/bureau/journees/nouvelle/", good(**typed))
    assert (answer.status_code, Day.objects.count()) == (422, 0)
    assert f'data-error="{field}"' in answer.content.decode()


def test_a_departement_belongs_to_its_region(team) -> None:
    elsewhere = RegionFactory(code="53", name="Bretagne")
    answer = team.post("/bureau/journees/nouvelle/", good(region=elsewhere.pk, department=DepartmentFactory().pk))
    assert (answer.status_code, 'data-error="department"' in answer.content.decode()) == (422, True)


def test_a_line_break_in_a_name_becomes_a_space(team) -> None:
    team.post("/bureau/journees/nouvelle/", good(title="Centre\r\nBcc: x"))
    assert Day.objects.get().title == "Centre Bcc: x"


def test_a_day_changes_and_tells_it(team) -> None:
    day = DayFactory(cycle=CycleFactory())
    answer = team.post(f"/bureau/journees/{day.slug}/modifier/", good(cycle=day.cycle.pk, date="2027-01-05"))
    assert answer.status_code == 302
    assert "a déplacé la journée du" in team.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(("state", "date", "told"), [("open", "2027-01-05", True), ("open", "", False), ("preparing", "2027-01-05", False)])
def test_moving_a_day_that_people_know_reminds_to_warn_them(team, state: str, date: str, told: bool) -> None:
    day = DayFactory(cycle=CycleFactory(), state=state)
    same = good(cycle=day.cycle.pk, title=day.title, date=day.date, starts=day.starts, ends=day.ends, place_name=day.place_name)
    same |= {"place_address": day.place_address} | ({"date": date} if date else {"headline": "Un autre thème"})
    answer = team.post(f"/bureau/journees/{day.slug}/modifier/", same, follow=True)
    assert ("prévenez les personnes inscrites" in answer.content.decode()) == told


def test_states_pass_by_named_buttons(team) -> None:
    day = DayFactory(state=DayState.PREPARING)
    assert "Ouvrir les inscriptions" in team.get(f"/bureau/journees/{day.slug}/").content.decode()
    for state, now in [("open", "open"), ("archived", "open"), ("past", "open"), ("x", "open"), ("closed", "closed"), ("closed", "closed")]:
        assert team.post(f"/bureau/journees/{day.slug}/etat/", {"state": state}).status_code == 302
        day.refresh_from_db()
        assert day.state == now


def test_a_draft_goes_to_the_corbeille_and_back(team) -> None:
    day = DayFactory()
    page = team.post(f"/bureau/journees/{day.slug}/supprimer/", follow=True)
    assert (page.status_code, team.get(f"/bureau/journees/{day.slug}/").status_code) == (200, 404)
    assert team.post(f"/bureau/corbeille/day/{day.public_id}/retablir/").status_code == 302
    assert team.get(f"/bureau/journees/{day.slug}/").status_code == 200


def test_a_partner_is_found_added_moved_and_taken_away(team) -> None:
    day = DayFactory()
    first, second = OrganisationFactory(name="Région Imaginaire"), OrganisationFactory(name="Cress Imaginaire")
    address = f"/bureau/journees/{day.slug}/partenaires/"
    assert str(first.public_id) in team.get(address, {"q": "REGION imagin"}).content.decode()
    for organisation in (first, second):
        assert team.post(address, {"organisation": organisation.public_id, "role": "financeur"}).status_code == 302
    assert team.post(address, {"organisation": first.public_id, "role": "financeur"}).status_code == 422
    last = day.partners.last()
    team.post(f"{address}{last.public_id}/monter/")
    assert [each.organisation for each in day.partners.all()] == [second, first]
    assert (team.get(f"{address}{last.public_id}/retirer/").status_code, DayPartner.objects.count()) == (200, 2)
    team.post(f"{address}{last.public_id}/retirer/")
    assert DayPartner.objects.count() == 1


@pytest.mark.parametrize(("organisation", "role"), [("", "hote"), ("x", "hote"), ("00000000-0000-0000-0000-000000000000", "hote")])
def test_an_unknown_partner_is_told(team, organisation: str, role: str) -> None:
    answer = team.post(f"/bureau/journees/{DayFactory().slug}/partenaires/", {"organisation": organisation, "role": role})
    assert (answer.status_code, DayPartner.objects.count()) == (422, 0)


def test_a_logo_is_drawn_anew_and_public(team, client) -> None:
    partner = DayPartnerFactory()
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "PNG")
    address = f"/bureau/journees/{partner.day.slug}/partenaires/{partner.public_id}/logo/"
    assert team.post(address, {"logo": SimpleUploadedFile("l.png", picture.getvalue())}).status_code == 302
    partner.organisation.refresh_from_db()
    assert client.get(partner.organisation.logo.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("data", [b"", b"\x00\x01binaire", b"<svg onload='x()'/>"])
def test_a_file_that_is_no_picture_is_told(team, data: bytes) -> None:
    partner = DayPartnerFactory()
    address = f"/bureau/journees/{partner.day.slug}/partenaires/{partner.public_id}/logo/"
    answer = team.post(address, {"logo": SimpleUploadedFile("l.png", data)})
    assert (answer.status_code, 'data-error="logo"' in answer.content.decode()) == (422, True)


def test_rooms_are_added_and_refused(team) -> None:
    day = DayFactory()
    address = f"/bureau/journees/{day.slug}/programme/salles/"
    assert team.post(address, {"name": "Salle Loire", "capacity": "30"}).status_code == 302
    for typed in ({"name": "Salle Loire"}, {"name": "B", "capacity": "0"}, {"name": ""}, {"name": "x" * 5000}):
        assert team.post(address, typed).status_code == 422
    assert Room.objects.count() == 1


@pytest.mark.parametrize("address", ["/bureau/journees/", "/bureau/journees/cycles/"])
def test_lists_cost_the_same_with_one_row_or_three(team, django_assert_num_queries, address: str) -> None:
    DayFactory()
    team.get(address)
    with CaptureQueriesContext(connection) as one:
        team.get(address)
    DayFactory(), DayFactory()
    with django_assert_num_queries(len(one)):
        page = team.get(address).content.decode()
    assert 'data-count="3"' in page


def test_the_page_of_a_day_costs_the_same_with_one_partner_or_three(team, django_assert_num_queries) -> None:
    partner = DayPartnerFactory()
    address = f"/bureau/journees/{partner.day.slug}/"
    team.get(address)
    with CaptureQueriesContext(connection) as one:
        team.get(address)
    DayPartnerFactory(day=partner.day), DayPartnerFactory(day=partner.day)
    with django_assert_num_queries(len(one)):
        team.get(address)


def test_rights_and_what_is_shown_agree(reader, referent, team) -> None:
    day = DayFactory()
    for end in ("", "partenaires/", "programme/salles/"):
        assert [who.get(f"/bureau/journees/{day.slug}/{end}").status_code for who in (team, reader, referent)] == [200, 200, 404]
    assert reader.post(f"/bureau/journees/{day.slug}/partenaires/", {}).status_code == 403
    assert reader.get(f"/bureau/journees/{day.slug}/modifier/").status_code == 403
    assert "Modifier la journée" not in reader.get(f"/bureau/journees/{day.slug}/").content.decode()

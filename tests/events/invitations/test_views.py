"""From a list of names to invitations that leave."""

import re
from typing import Any

import pytest
from django.test import Client

from contacts.segments.models import ContactList, ListMember
from events.days.models import Day
from events.invitations.models import Invitation
from labo_ess.outbox.models import OutboxEmail
from tests.factories.registration import GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def base(day: Day) -> str:
    return f"/bureau/journees/{day.slug}/invitations/"


def made_list(n: int) -> ContactList:
    chosen = ContactList.objects.create(name="Élu·e·s du Loiret")
    ListMember.objects.bulk_create([ListMember(contact_list=chosen, person=GuestFactory()) for _ in range(n)])
    return chosen


def test_the_whole_walk_of_an_invitation(team: Client) -> None:
    day = OpenDayFactory()
    chosen = made_list(2)
    edit = team.post(f"{base(day)}inviter/", {"contact_list": str(chosen.public_id)}, follow=True)
    address = edit.redirect_chain[-1][0]
    refused = team.post(address, {"subject": "Venez {âge}", "body": "Bonjour {prénom}"}).content.decode()
    assert ('data-error="subject"' in refused, "{âge}" in refused, "Bonjour {prénom}" in refused) == (True, True, True)
    preview = team.post(address, {"subject": "Venez, {prénom}", "body": "Bonjour {prénom}\n\n{lien}"}, follow=True).content.decode()
    assert "Venez, Noémie" in preview
    fields = dict(re.findall(r'name="(person|form_key)" value="([^"]+)"', preview))
    assert team.post(f"{address}test/", fields).status_code == 302
    last = team.get(f"{address}envoyer/").content.decode()
    assert ("Envoyer 2 invitations" in last, 'data-count="2"' in last) == (True, True)
    followed = team.post(f"{address}envoyer/", {"expected": "2"}, follow=True).content.decode()
    assert ('data-page="mailing_follow"' in followed, OutboxEmail.objects.filter(message="mailing").count()) == (True, 2)
    team.post(f"{address}envoyer/", {"expected": "2"})
    assert OutboxEmail.objects.filter(message="mailing").count() == 2
    assert team.get(address).status_code == 302


def test_the_follow_page_gives_its_fragment(team: Client) -> None:
    day = OpenDayFactory()
    address = team.post(f"{base(day)}inviter/", {"contact_list": str(made_list(1).public_id)}).headers["Location"]
    team.post(f"{address}envoyer/", {"expected": "1"})
    fragment = team.get(f"{address}suivi/", headers={"HX-Request": "true"}).content.decode()
    assert ('id="progress"' in fragment, "<html" in fragment, "every 3s" in fragment) == (True, False, True)
    for verb, words in [("pause", "En pause"), ("reprendre", "En cours"), ("arreter", "Plus rien n’attend")]:
        assert words in team.post(f"{address}{verb}/", follow=True).content.decode()


def test_a_count_that_moved_is_said(team: Client) -> None:
    day = OpenDayFactory()
    address = team.post(f"{base(day)}inviter/", {"contact_list": str(made_list(2).public_id)}).headers["Location"]
    response = team.post(f"{address}envoyer/", {"expected": "5"})
    assert (response.status_code, "La liste a changé" in response.content.decode(), OutboxEmail.objects.count()) == (409, True, 0)


def test_inviting_persons_one_by_one(team: Client) -> None:
    day, guest = OpenDayFactory(), GuestFactory(last_name="Pimprenelle")
    assert str(guest.public_id) in team.get(f"{base(day)}inviter/", {"q": "pimprenelle"}).content.decode()
    team.post(f"{base(day)}inviter/", {"id": [str(guest.public_id), "x"], "personnes": "1"})
    assert Invitation.objects.get().person == guest


def test_inviting_a_selection_of_the_directory(team: Client) -> None:
    day, guests = OpenDayFactory(), [GuestFactory() for _ in range(2)]
    ids = [str(guest.public_id) for guest in guests]
    assert "Inviter 2 personnes" in team.post("/bureau/repertoire/inviter/", {"id": ids}).content.decode()
    team.post("/bureau/repertoire/inviter/", {"id": ids, "day": day.slug})
    assert Invitation.objects.filter(day=day).count() == 2


def test_no_list_chosen_is_said_beside_the_field(team: Client) -> None:
    response = team.post(f"{base(OpenDayFactory())}inviter/", {"contact_list": ""})
    assert (response.status_code, b'data-error="contact_list"' in response.content) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(team: Client, count: int, django_assert_max_num_queries: Any) -> None:
    day = OpenDayFactory()
    team.post(f"{base(day)}inviter/", {"contact_list": str(made_list(count).public_id)})
    with django_assert_max_num_queries(14):
        page = team.get(base(day)).content.decode()
    assert f'data-count="{count}"' in page


def test_answers_by_phone(team: Client) -> None:
    day = OpenDayFactory()
    team.post(f"{base(day)}inviter/", {"contact_list": str(made_list(2).public_id)})
    first, second = Invitation.objects.order_by("pk")
    team.post(f"{base(day)}declinees/", {"id": [str(first.public_id)]})
    team.post(f"{base(day)}retirer/", {"id": [str(second.public_id)]})
    assert list(Invitation.objects.values_list("state", flat=True)) == ["declined"]


def test_lecture_reads_and_does_not_send(reader: Client, referent: Client) -> None:
    day = OpenDayFactory()
    assert [
        reader.get(base(day)).status_code,
        reader.get(f"{base(day)}inviter/").status_code,
        reader.get("/bureau/repertoire/envois/").status_code,
    ] == [200, 403, 403]
    assert (referent.get(base(day)).status_code, reader.get(base(day), {"format": "csv"}).status_code) == (404, 403)


def test_mailings_are_listed(team: Client) -> None:
    day = OpenDayFactory()
    team.post(f"{base(day)}inviter/", {"contact_list": str(made_list(1).public_id)})
    assert 'data-count="1"' in team.get("/bureau/repertoire/envois/", {"q": "invitation"}).content.decode()

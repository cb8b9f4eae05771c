"""« Recevoir un nouveau lien »: the same answer to everyone."""

import pytest

from contacts.directory.emails import new_link
from contacts.directory.links import ask_for_links
from labo_ess.audit.actors import Actor
from labo_ess.links.services import issue, revoke
from labo_ess.outbox.mail import CauseGone
from labo_ess.outbox.models import OutboxEmail
from tests.factories.directory import OrganisationFactory, reachable_person

ADDRESS = "/lien/nouveau/"
BY = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():  # type: ignore[no-untyped-def]
    """A person with a living link."""
    person = reachable_person()
    person.link = issue(kind="registration", target=OrganisationFactory(), holder=person, by=BY)
    return person


def test_known_and_unknown_get_the_same_bytes(client, holder) -> None:  # type: ignore[no-untyped-def]
    known = client.post(ADDRESS, {"email": holder.emails.get().address.upper()}, follow=True)
    unknown = client.post(ADDRESS, {"email": "inconnu@example.org"}, follow=True)
    assert known.content == unknown.content
    assert [row.message for row in OutboxEmail.objects.all()] == ["new_link"]


def test_a_double_click_makes_one_mail_and_no_token_is_stored(holder) -> None:  # type: ignore[no-untyped-def]
    address = holder.emails.get().address
    ask_for_links(address=address)
    ask_for_links(address=address)
    row = OutboxEmail.objects.get()
    assert "example.org" not in str(row.params)
    mail = new_link(row)
    assert mail.to == address
    assert [link["address"] for link in mail.context["links"]] == [link["address"] for link in mail.context["links"] if "/l/" in link["address"]]


def test_a_revoked_link_is_not_sent(holder) -> None:  # type: ignore[no-untyped-def]
    ask_for_links(address=holder.emails.get().address)
    revoke(holder.link, by=BY)
    with pytest.raises(CauseGone):
        new_link(OutboxEmail.objects.get())
    assert ask_for_links(address=holder.emails.get().address) == 0


def test_robots_and_floods_get_the_same_answer_and_no_mail(client, holder) -> None:  # type: ignore[no-untyped-def]
    address = holder.emails.get().address
    answer = client.post(ADDRESS, {"email": address, "website": "http://spam"})
    assert (answer.status_code, OutboxEmail.objects.count()) == (302, 0)
    answers = {client.post(ADDRESS, {"email": f"a{n}@example.org"}).url for n in range(40)}
    assert answers == {"/lien/nouveau/envoye/"}
    client.post(ADDRESS, {"email": address})
    assert OutboxEmail.objects.count() == 0


@pytest.mark.parametrize("bad", ["", "a b@example.org", "é@example.org", "x" * 400])
def test_a_bad_address_is_said(client, bad) -> None:  # type: ignore[no-untyped-def]
    answer = client.post(ADDRESS, {"email": bad})
    assert answer.status_code == 422
    assert 'data-error="email"' in answer.content.decode()

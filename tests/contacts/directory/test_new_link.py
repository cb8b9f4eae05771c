"""« Recevoir un nouveau lien »: the same answer to everyone."""

import pytest

from contacts.directory.emails import new_link
from contacts.directory.links import ask_for_links
from labo_ess.audit.actors import Actor
from labo_ess.links.services import issue, revoke
from labo_ess.outbox.mail import CauseGone
from labo_ess.outbox.models import OutboxEmail
from tests.factories.directory import OrganisationFactory, reachable_person
from tests.robots import stamp

ADDRESS = "/lien/nouveau/"
BY = Actor.system("test")
pytestmark = pytest.mark.django_db


def sent(email: str, seconds: float = 30) -> dict[str, str]:
    """The form as a person sends it."""
    return {"email": email, "stamp": stamp(seconds)}


@pytest.fixture
def holder():  # type: ignore[no-untyped-def]
    """A person with a living link."""
    person = reachable_person()
    person.link = issue(kind="registration", target=OrganisationFactory(), holder=person, by=BY)
    return person


def test_known_and_unknown_get_the_same_bytes(client, holder) -> None:  # type: ignore[no-untyped-def]
    known = client.post(ADDRESS, sent(holder.emails.get().address.upper()), follow=True)
    unknown = client.post(ADDRESS, sent("inconnu@example.org"), follow=True)
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
    answers = {client.post(ADDRESS, sent(f"a{n}@example.org")).url for n in range(40)}
    assert answers == {"/lien/nouveau/envoye/"}
    client.post(ADDRESS, sent(address))
    assert OutboxEmail.objects.count() == 0


@pytest.mark.parametrize("bad", ["", "a b@example.org", "é@example.org", "x" * 400])
def test_a_bad_address_is_said(client, bad) -> None:  # type: ignore[no-untyped-def]
    answer = client.post(ADDRESS, sent(bad))
    assert answer.status_code == 422
    assert 'data-error="email"' in answer.content.decode()


def test_a_browser_that_fills_the_address_by_itself_may_be_quick(client, holder) -> None:  # type: ignore[no-untyped-def]
    assert client.post(ADDRESS, sent(holder.emails.get().address, 0)).status_code == 302
    assert OutboxEmail.objects.count() == 1


def test_too_old_is_said_and_nothing_leaves(client, holder) -> None:  # type: ignore[no-untyped-def]
    address = holder.emails.get().address
    known, unknown = (client.post(ADDRESS, sent(email, 2 * 24 * 3600)) for email in (address, "inconnu@example.org"))
    page = known.content.decode()
    assert (known.status_code, unknown.status_code, "trop longtemps" in page, f'value="{address}"' in page) == (422, 422, True, True)
    assert OutboxEmail.objects.count() == 0

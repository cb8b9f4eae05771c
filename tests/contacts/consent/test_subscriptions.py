"""« S’abonner »: only the owner of an address subscribes it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from django.test import Client
from django.utils import timezone

from contacts.consent import public, subscriptions
from contacts.consent.enums import Obstacle, Purpose, SubscriptionState
from contacts.consent.exceptions import SubscriptionRefused
from contacts.consent.models import Consent, Subscription
from contacts.consent.services import may_write_to, object_to_mail, suppress_address, withdraw_consent
from contacts.consent.tasks import forget_unconfirmed
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import path
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from tests.factories.directory import EmailFactory
from tests.robots import stamp

BY = Actor.system("test")
PAGE = "/s-abonner/"
WHO = {"first_name": "Idriss", "last_name": "Valclair", "email": "idriss@example.org"}
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def person(**fields: str) -> dict[str, str]:
    return {**WHO, "stamp": stamp(), **fields}


def asked(client: Client, **fields: str) -> str:
    """The path of the link that the mail holds."""
    client.post(PAGE, person(**fields))
    return path(SecretLink.objects.get(kind="subscription"))


def written(row: OutboxEmail) -> tuple[EmailMessage, str]:
    done = write(find(row.message).write(row), message_id="<1@example.org>", dated_at=datetime(2026, 11, 24, 12, tzinfo=UTC))  # type: ignore[union-attr]
    return message_from_bytes(done.data, policy=default), done.text  # type: ignore[return-value]


def mails() -> list[str]:
    return list(OutboxEmail.objects.order_by("pk").values_list("message", flat=True))


def test_the_form_makes_nothing_of_the_directory(client: Client) -> None:
    answer = client.post(PAGE, person(), follow=True)
    assert ('data-state="asked"' in answer.content.decode(), mails()) == (True, ["subscription_asked"])
    assert (Person.objects.count(), Consent.objects.count(), Subscription.objects.get().state) == (0, 0, SubscriptionState.PENDING)


def test_opening_the_link_changes_nothing_and_the_button_subscribes(client: Client) -> None:
    link = asked(client)
    page = client.get(link).content.decode()
    assert ('data-state="pending"' in page, 'data-verb="confirm"' in page, "<script" in page, Consent.objects.count()) == (True, True, False, 0)
    answer = client.post(f"{link}confirm/", follow=True).content.decode()
    consent, made = Consent.objects.get(), Person.objects.get()
    assert ('data-state="confirmed"' in answer, "C’est noté" in answer) == (True, True)
    assert (consent.purpose, consent.given, consent.wording, consent.source) == ("newsletter", True, subscriptions.WORDING, subscriptions.SOURCE)
    assert (made.name, made.resembles, made.last_act_at is not None) == ("Idriss Valclair", True, True)
    assert may_write_to(made, Purpose.NEWSLETTER).address == "idriss@example.org"


def test_confirming_twice_or_from_two_tabs_is_once(client: Client) -> None:
    link = asked(client)
    assert [client.post(f"{link}confirm/").status_code for _ in range(3)] == [302, 302, 302]
    assert (Consent.objects.count(), Person.objects.count(), mails()) == (1, 1, ["subscription_asked", "subscription_confirmed"])


def test_leaving_takes_one_button_and_coming_back_another(client: Client) -> None:
    link = asked(client)
    client.post(f"{link}confirm/")
    assert 'data-state="left"' in client.post(f"{link}leave/", follow=True).content.decode()
    client.post(f"{link}leave/")
    assert list(Consent.objects.order_by("pk").values_list("given", flat=True)) == [True, False]
    assert may_write_to(Person.objects.get(), Purpose.NEWSLETTER).obstacle == Obstacle.WITHDRAWN
    client.post(f"{link}confirm/")
    assert may_write_to(Person.objects.get(), Purpose.NEWSLETTER).allowed


def test_leaving_before_confirming_and_unknown_verbs_change_nothing(client: Client) -> None:
    link = asked(client)
    assert [client.post(f"{link}{verb}").status_code for verb in ("leave/", "zzz/", "")] == [302, 404, 405]
    assert (Consent.objects.count(), client.get(f"{link}leave/").status_code) == (0, 200)


def test_someone_known_is_found_and_nothing_of_their_fiche_changes(client: Client) -> None:
    known = EmailFactory(address="Idriss@example.org", person__first_name="IDRISS", person__last_name="Valclair", person__source="Cress").person
    client.post(f"{asked(client)}confirm/")
    known.refresh_from_db()
    assert (Person.objects.get(), known.first_name, known.source, known.emails.get().address) == (known, "IDRISS", "Cress", "Idriss@example.org")
    assert Consent.objects.get().person == known


def test_another_name_at_a_known_address_is_a_fiche_to_compare(client: Client) -> None:
    EmailFactory(address="idriss@example.org", person__last_name="Autre")
    client.post(f"{asked(client)}confirm/")
    assert (Person.objects.count(), Person.objects.get(last_name="Valclair").resembles) == (2, True)


def test_unknown_subscribed_and_silent_addresses_get_the_same_bytes(client: Client) -> None:
    link = asked(client, email="deja@example.org")
    client.post(f"{link}confirm/")
    suppress_address(address="silence@example.org", reason="opposition", by=BY)
    answers = {client.post(PAGE, person(email=f"{name}@example.org"), follow=True).content for name in ("deja", "silence", "inconnu")}
    assert (len(answers), Subscription.objects.with_address("silence@example.org").count()) == (1, 0)


def test_who_is_subscribed_already_is_told_so_by_mail_only(client: Client) -> None:
    client.post(f"{asked(client)}confirm/")
    OutboxEmail.objects.all().delete()
    client.post(PAGE, person(last_name="Autre", email="IDRISS@example.org"))
    message, text = written(OutboxEmail.objects.get())
    assert (message["Subject"], message["To"], "rien à faire" in text) == ("Vous êtes déjà abonné·e", "Idriss Valclair <idriss@example.org>", True)
    assert (Subscription.objects.get().state, Consent.objects.count()) == (SubscriptionState.CONFIRMED, 1)


@pytest.mark.parametrize("name", ["subscription_asked", "subscription_confirmed"])
def test_mails_in_text_and_html_hold_the_link_and_no_row_does(client: Client, name: str) -> None:
    link = asked(client)
    client.post(f"{link}confirm/") if name == "subscription_confirmed" else None
    row = OutboxEmail.objects.get(message=name)
    message, text = written(row)
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert (f"http://testserver{link}" in text, f'href="http://testserver{link}"' in html, "s’abonner" in text.lower() or "désabonner" in text) == (
        True, True, True,
    )  # fmt: skip
    assert link.split("/")[2] not in str([each.__dict__ for each in OutboxEmail.objects.all()])
    assert "example.org" not in str(row.params) + row.key


def test_a_mail_that_no_longer_makes_sense_does_not_leave(client: Client) -> None:
    link = asked(client)
    client.post(f"{link}confirm/")
    asking, confirmed = OutboxEmail.objects.order_by("pk")
    client.post(f"{link}leave/")
    with pytest.raises(CauseGone):
        written(confirmed)
    object_to_mail(person=Person.objects.get(), by=BY)
    with pytest.raises(CauseGone):
        written(asking)


def test_an_objection_made_since_the_mail_is_respected(client: Client) -> None:
    link = asked(client)
    suppress_address(address="idriss@example.org", reason="opposition", by=BY)
    answer = client.post(f"{link}confirm/")
    assert (answer.status_code, "écrivez-nous" in answer.content.decode(), Consent.objects.count(), Person.objects.count()) == (409, True, 0, 0)
    with pytest.raises(SubscriptionRefused):
        subscriptions.confirm(subscription=Subscription.objects.get(), by=BY)


def test_what_the_team_notes_later_shows_on_the_link(client: Client) -> None:
    link = asked(client)
    client.post(f"{link}confirm/")
    withdraw_consent(person=Person.objects.get(), purpose=Purpose.NEWSLETTER, source="appel", by=BY)
    assert 'data-state="left"' in client.get(link).content.decode()
    Person.objects.get().put_in_trash()
    assert 'data-state="pending"' in client.get(link).content.decode()


def test_the_link_ends_after_a_week_until_it_is_confirmed_then_has_no_end(client: Client) -> None:
    link = asked(client)
    ends = SecretLink.objects.get().expires_at
    assert ends is not None
    assert timedelta(days=6) < ends - timezone.now() <= timedelta(days=7)
    client.post(f"{link}confirm/")
    assert SecretLink.objects.get().expires_at is None


def test_what_nobody_confirms_is_forgotten_with_its_link(client: Client) -> None:
    link = asked(client)
    assert forget_unconfirmed() == 0
    Subscription.objects.update(updated_at=timezone.now() - timedelta(days=8))
    assert (forget_unconfirmed(), Subscription.objects.count(), client.get(link).status_code) == (1, 0, 404)
    with pytest.raises(CauseGone):
        written(OutboxEmail.objects.get())


def test_a_double_click_and_two_tabs_make_one_mail(client: Client) -> None:
    same = person()
    for form in (same, same, person()):
        client.post(PAGE, form)
    assert (mails(), Subscription.objects.count(), SecretLink.objects.count()) == (["subscription_asked"], 1, 1)


def test_an_address_and_a_host_have_their_limits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(subscriptions, "ask", lambda **given: calls.append(given["address"]))
    answers = {client.post(PAGE, person()).url for _ in range(5)}  # type: ignore[attr-defined]
    assert (calls, answers) == (["idriss@example.org"] * public.PER_ADDRESS_A_DAY, {"/s-abonner/envoye/"})
    answers |= {client.post(PAGE, person(email=f"a{n}@example.org")).url for n in range(40)}  # type: ignore[attr-defined]
    assert (len(answers), len(calls)) == (1, 3 + public.PER_HOST_AN_HOUR - 5)


def test_a_robot_gets_the_page_of_everybody(client: Client) -> None:
    caught = client.post(PAGE, {"website": "https://spam", "email": "x"}, follow=True)
    assert (Subscription.objects.count(), OutboxEmail.objects.count()) == (0, 0)
    assert caught.content == client.post(PAGE, person(), follow=True).content


@pytest.mark.parametrize(("seconds", "words"), [(0, "trop vite"), (2 * 24 * 3600, "trop longtemps")])
def test_too_fast_and_too_old_keep_what_was_typed(client: Client, seconds: int, words: str) -> None:
    answer = client.post(PAGE, person(stamp=stamp(seconds)))
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'value="Valclair"' in page, OutboxEmail.objects.count()) == (422, True, True, 0)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("email", ""),
        ("email", "a b@example.org"),
        ("email", "zoé@example.org"),
        ("email", "a@example.org\r\nBcc: b@example.org"),
        ("email", "x" * 5000 + "@example.org"),
        ("email", "a@b@example.org, c@example.org"),
        ("last_name", ""),
        ("last_name", "x" * 5000),
        ("first_name", "x" * 5000),
        ("last_name", "\u202e\x00"),
    ],
)
def test_bad_input_is_said_beside_the_field(client: Client, field: str, text: str) -> None:
    answer = client.post(PAGE, person(**{field: text}))
    assert (answer.status_code, f'data-error="{field}"' in answer.content.decode(), Subscription.objects.count()) == (422, True, 0)


def test_line_breaks_in_a_name_open_no_header(client: Client) -> None:
    client.post(PAGE, person(last_name="Valclair\r\nBcc: autre@example.org"))
    message, _text = written(OutboxEmail.objects.get())
    assert (message["Bcc"], Subscription.objects.get().last_name) == (None, "Valclair Bcc: autre@example.org")


def test_public_pages_lead_here(client: Client) -> None:
    assert 'href="/s-abonner/"' in client.get("/").content.decode()

"""What leaves, judged at the sink: once, to one person, the same bytes on a repeat."""

import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.utils import timezone

from labo_ess.outbox import delivery
from labo_ess.outbox.enums import PASSAGES, MailState
from labo_ess.outbox.hops import MaildirHop
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.sender import DELAYS, STUCK_AFTER, Sender, stopping
from labo_ess.outbox.services import queue
from labo_ess.outbox.status import status
from tests.labo_ess.outbox.conftest import TOKEN
from tests.labo_ess.outbox.sink import Sink

pytestmark = pytest.mark.django_db


def hello(key: str = "hello:1", **params: Any) -> OutboxEmail:
    return queue("test_hello", key=key, params=params)


def due_now(row: OutboxEmail) -> None:
    OutboxEmail.objects.filter(pk=row.pk).update(next_try_at=timezone.now())


def test_a_mail_leaves_to_one_person_and_its_bytes_are_wiped(sink: Sink) -> None:
    row = hello()
    assert delivery.deliver() == 1
    row.refresh_from_db()
    (sender, recipients, content) = sink.taken[0]
    assert (sender, recipients) == ("journees@example.org", ["aissata@example.org"])
    assert (row.state, row.sealed, row.attempts, row.subject) == (MailState.SENT, None, 1, "Bonjour Aïssata")
    parsed = message_from_bytes(content, policy=default)
    assert (parsed["Message-ID"], parsed["To"].addresses[0].addr_spec) == (row.message_id, "aissata@example.org")
    assert parsed["Auto-Submitted"] == "auto-generated"


def test_kept_text_opens_nothing(sink: Sink) -> None:
    row = hello()
    delivery.deliver()
    row.refresh_from_db()
    assert TOKEN in sink.taken[0][2].decode().replace("=\r\n", "")
    assert TOKEN not in row.text
    assert "/l/…/" in row.text


@pytest.mark.parametrize("code", [550, 554])
def test_a_permanent_refusal_is_final_after_one_try(sink: Sink, code: int) -> None:
    sink.rcpt_answers = [f"{code} no such user"]
    row = hello()
    delivery.deliver()
    row.refresh_from_db()
    assert (row.state, row.reply_code, row.attempts, row.sealed) == (MailState.FAILED, code, 1, None)
    assert "a refusé ce courriel" in row.error


@pytest.mark.parametrize("answer", ["450 busy", "452 full", "421 closing", "drop"])
def test_a_passing_trouble_is_tried_again_with_the_same_bytes(sink: Sink, answer: str) -> None:
    sink.answers = [answer]
    row = hello()
    assert delivery.deliver() == 0
    row.refresh_from_db()
    assert row.state == MailState.DEFERRED
    assert timedelta(seconds=50) < row.next_try_at - timezone.now() <= timedelta(seconds=60)
    due_now(row)
    assert delivery.deliver() == 1
    assert sink.seen[0] == sink.seen[1]
    row.refresh_from_db()
    assert (row.state, row.attempts) == (MailState.SENT, 2)


def test_the_wait_after_the_final_dot_is_long_enough_to_make_one_copy(sink: Sink) -> None:
    sink.answers = ["stall 2.5"]
    hello()
    assert delivery.deliver() == 1
    assert len(sink.seen) == 1


def test_eight_tries_then_failed(sink: Sink) -> None:
    sink.answers = ["451 later"] * 9
    row = hello()
    for _ in range(10):
        due_now(row)
        delivery.deliver()
    row.refresh_from_db()
    assert (row.state, row.attempts, len(sink.seen)) == (MailState.FAILED, 8, 8)
    assert sum(DELAYS) < 24 * 3600


def test_a_server_away_spends_one_try_of_one_mail_only(settings: Any) -> None:
    settings.MAIL_LAST_HOP, settings.EMAIL_HOST, settings.EMAIL_PORT = "labo_ess.outbox.hops.SmtpHop", "127.0.0.1", 9
    rows = [hello(f"hello:{n}") for n in range(3)]
    assert delivery.deliver() == 0
    assert sorted(OutboxEmail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert len(rows) == 3


def test_tls_asked_is_never_clear_text(sink: Sink, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True  # the sink does not offer STARTTLS
    row = hello()
    delivery.deliver()
    row.refresh_from_db()
    assert (row.state, sink.seen) == (MailState.DEFERRED, [])


def test_a_cause_gone_cancels(sink: Sink) -> None:
    row = hello(gone=True)
    delivery.deliver()
    row.refresh_from_db()
    assert (row.state, row.error, sink.taken) == (MailState.CANCELLED, "la personne s’est désinscrite", [])


def test_a_bug_in_one_message_holds_no_other(sink: Sink) -> None:
    bad, _good = hello("hello:bad", bug=True), hello("hello:good")
    assert delivery.deliver() == 1
    bad.refresh_from_db()
    assert bad.state == MailState.DEFERRED
    assert "n’a pas pu être écrit" in bad.error


def test_a_dead_worker_s_row_is_taken_back_and_sent_as_the_same_bytes(sink: Sink) -> None:
    row = hello()
    sink.answers = ["450 busy"]
    delivery.deliver()
    dead = timezone.now() - timedelta(seconds=90)
    OutboxEmail.objects.filter(pk=row.pk).update(state=MailState.SENDING, lease_token="dead", lease_at=dead, updated_at=dead)
    assert delivery.take_back() == 1
    assert delivery.deliver() == 1
    assert sink.seen[0] == sink.seen[1]


def test_a_living_lease_is_left_alone(sink: Sink) -> None:
    row = hello()
    OutboxEmail.objects.filter(pk=row.pk).update(state=MailState.SENDING, lease_token="alive", lease_at=timezone.now())
    assert delivery.take_back() == 0
    assert delivery.deliver() == 0
    assert sink.seen == []


def test_a_sender_that_slept_hands_nothing_over(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGSTOP for longer than the lease: the row was taken by another worker meanwhile."""
    row = hello()
    original = Sender._write_all

    def stolen(self: Sender, rows: list[OutboxEmail]) -> Any:
        ready = original(self, rows)
        OutboxEmail.objects.filter(pk=row.pk).update(lease_token="someone else")
        self._beaten_at -= 60
        return ready

    monkeypatch.setattr(Sender, "_write_all", stolen)
    assert delivery.deliver() == 0
    assert sink.seen == []
    row.refresh_from_db()
    assert (row.state, row.lease_token) == (MailState.SENDING, "someone else")


def test_mails_behind_a_stuck_one_are_given_back() -> None:
    rows = [hello(f"hello:{n}") for n in range(3)]
    sender = Sender(MaildirHop())
    assert len(sender._claim()) == 3
    sender._in_hand = (rows[0].pk, time.monotonic() - STUCK_AFTER - 1)
    sender._beat()
    assert list(OutboxEmail.objects.order_by("pk").values_list("state", "claims")) == [("sending", 1), ("queued", 0), ("queued", 0)]


def test_a_row_that_kills_its_workers_is_claimed_alone_then_given_up() -> None:
    bad, good = hello("hello:bad"), hello("hello:good")
    OutboxEmail.objects.filter(pk=bad.pk).update(claims=3)
    assert [row.pk for row in Sender(MaildirHop())._claim()] == [good.pk]
    assert [row.pk for row in Sender(MaildirHop())._claim()] == [bad.pk]
    OutboxEmail.objects.update(claims=16, lease_at=timezone.now() - timedelta(seconds=90))
    assert delivery.take_back() == 2
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {MailState.FAILED}


def test_a_worker_told_to_stop_gives_back_what_it_holds(sink: Sink) -> None:
    hello()
    stopping.set()
    try:
        assert delivery.deliver() == 0
    finally:
        stopping.clear()
    assert OutboxEmail.objects.get().state == MailState.QUEUED


def test_mail_planned_for_later_waits(sink: Sink) -> None:
    queue("test_hello", key="later", not_before=timezone.now() + timedelta(hours=1))
    assert delivery.deliver() == 0
    assert sink.seen == []
    hello()
    told = status()  # who wonders why mails wait at night reads that one of them is to wait, and that none is late
    assert (told["queued"], told["later"], told["oldest_due_seconds"]) == (2, 1, 0)


def test_service_mail_leaves_before_bulk_mail(sink: Sink) -> None:
    queue("test_hello", key="bulk", priority="bulk", params={"to": "bulk@example.org"})
    queue("test_hello", key="service", params={"to": "service@example.org"})
    delivery.deliver()
    assert [recipients for _sender, recipients, _content in sink.taken] == [["service@example.org"], ["bulk@example.org"]]


def test_a_bad_address_is_final_at_once(sink: Sink) -> None:
    row = hello(to="personne arobase example")
    delivery.deliver()
    row.refresh_from_db()
    assert (row.state, row.to_address, sink.seen) == (MailState.FAILED, "personne arobase example", [])


def test_texts_go_after_a_year(sink: Sink) -> None:
    row = hello()
    delivery.deliver()
    OutboxEmail.objects.update(ended_at=timezone.now() - timedelta(days=366))
    assert delivery.forget_texts() == 1
    row.refresh_from_db()
    assert (row.to_address, row.text, row.state) == ("", "", MailState.SENT)


def test_every_state_has_its_passages() -> None:
    assert set(PASSAGES) == set(MailState)

"""Queueing, cancelling, retaining, the quota and its honest end."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.clock import bell
from labo_ess.outbox import delivery, services
from labo_ess.outbox.enums import MailState
from labo_ess.outbox.exceptions import CannotRetry
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.sealing import unseal
from tests.labo_ess.outbox.sink import Sink

pytestmark = pytest.mark.django_db
ME = Actor.system("tests")


def hello(n: int = 1, **fields: Any) -> OutboxEmail:
    return services.queue("test_hello", key=f"hello:{n}", **fields)


def test_a_key_already_there_changes_nothing() -> None:
    first = hello(params={"name": "Aïssata"})
    again = hello(params={"name": "Autre"})
    assert (again.pk, OutboxEmail.objects.get().params) == (first.pk, {"name": "Aïssata"})


def test_a_key_written_meanwhile_leaves_the_transaction_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    first = hello()
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda queryset: None)  # the look before the insert saw nothing
    with transaction.atomic():
        assert hello().pk == first.pk
        assert OutboxEmail.objects.count() == 1


def test_the_mail_goes_with_its_cause() -> None:
    with transaction.atomic():
        hello()
        transaction.set_rollback(True)
    assert OutboxEmail.objects.count() == 0


def test_the_bell_rings_once_per_transaction(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[object] = []
    monkeypatch.setattr(services, "ring", lambda task, *args: rung.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        hello(1)
        hello(2)
    assert len(rung) == 1


def test_a_broker_away_costs_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def apply_async(self, **options: Any) -> None:
            raise ConnectionError("no redis")

    monkeypatch.setattr(bell, "_silent_until", 0.0)
    assert bell.ring(Away()) is False
    assert bell.ring(Away()) is False  # silent for some seconds: not even tried
    monkeypatch.setattr(bell, "_silent_until", 0.0)


def test_cancel_takes_what_waits_and_leaves_what_left(sink: Sink, make_user: Any) -> None:
    user: User = make_user("equipe")
    gone = hello(1, about=user)
    delivery.deliver()
    waits = hello(2, about=user)
    other = hello(3)
    assert services.cancel(about=user, why="journée annulée") == 1
    states = [OutboxEmail.objects.get(pk=row.pk).state for row in (gone, waits, other)]
    assert states == [MailState.SENT, MailState.CANCELLED, MailState.QUEUED]


def test_cancel_without_a_criterion_is_refused() -> None:
    with pytest.raises(ValueError, match="say which mails"):
        services.cancel()


def test_pause_and_resume(sink: Sink, make_user: Any) -> None:
    mailing, user = uuid4(), make_user("equipe")
    for n in range(3):
        hello(n, mailing=mailing, priority="bulk")
    assert services.pause(by=ME, on=user, mailing=mailing) == 3
    assert services.last_departure(OutboxEmail.objects.filter(mailing=mailing)) is None
    assert delivery.deliver() == 0
    assert services.resume(by=ME, on=user, mailing=mailing) == 3
    assert delivery.deliver() == 3
    assert services.counts(mailing=mailing)["sent"] == 3


def test_retry_by_hand_only_what_failed(sink: Sink) -> None:
    row = hello()
    with pytest.raises(CannotRetry):
        services.retry(row=row, by=ME)
    sink.rcpt_answers = ["550 unknown"]
    delivery.deliver()
    message_id = services.retry(row=row, by=ME).message_id
    assert delivery.deliver() == 1
    assert OutboxEmail.objects.get().message_id == message_id


def test_a_mail_that_comes_back_is_noted_once(sink: Sink) -> None:
    row = hello()
    delivery.deliver()
    noted = services.bounce(message_id=row.message_id, by=ME, code=550, why="boîte fermée")
    assert noted is not None
    assert noted.state == MailState.BOUNCED
    assert services.bounce(message_id=row.message_id, by=ME) is None


def test_quota_retains_bulk_and_keeps_a_tenth_for_service(sink: Sink, settings: Any) -> None:
    settings.MAIL_QUOTA = {"minute": 10, "hour": 0, "day": 0}
    for n in range(12):
        hello(n, priority="bulk")
    assert delivery.deliver() == 9
    assert services.queue("test_hello", key="service").state == MailState.QUEUED
    assert delivery.deliver() == 1
    assert OutboxEmail.objects.filter(state=MailState.HELD).count() == 3
    OutboxEmail.objects.filter(state=MailState.SENT).update(sent_at=timezone.now() - timedelta(seconds=61))
    assert delivery.deliver() == 3


def test_last_departure_counts_all_that_goes_before(settings: Any) -> None:
    settings.MAIL_QUOTA = {"minute": 10, "hour": 0, "day": 0}
    mailing = uuid4()
    for n in range(20):
        hello(n, priority="bulk", mailing=mailing if n == 19 else None)
    end = services.last_departure(OutboxEmail.objects.filter(mailing=mailing))
    assert end is not None
    assert timedelta(seconds=100) < end - timezone.now() <= timedelta(seconds=120)  # nine, nine, then two


def test_a_sign_in_mail_is_encrypted_then_wiped(sink: Sink, settings: Any) -> None:
    settings.EMAIL_BACKEND = "labo_ess.outbox.backend.OutboxBackend"  # pytest-django puts Django's own in its place
    send_mail("Votre code", "Le code est 482913", None, ["lou@example.org", "max@example.org"])
    rows = list(OutboxEmail.objects.order_by("id"))
    assert [row.to_address for row in rows] == ["lou@example.org", "max@example.org"]
    assert b"482913" not in bytes(rows[0].sealed)
    assert b"482913" in (unseal(rows[0].sealed) or b"")
    assert delivery.deliver() == 2
    assert [recipients for _sender, recipients, _content in sink.taken] == [["lou@example.org"], ["max@example.org"]]
    assert list(OutboxEmail.objects.values_list("sealed", "text", "subject")) == [(None, "", "")] * 2


def test_forgetting_a_person_wipes_the_mails(sink: Sink, make_user: Any) -> None:
    user = make_user("equipe")
    hello(1, to=user)
    delivery.deliver()
    hello(2, to=user)
    services.forget(recipient=user, by=ME)
    assert list(OutboxEmail.objects.order_by("id").values_list("to_address", "text", "state")) == [("", "", "sent"), ("", "", "cancelled")]


def test_a_message_to_many_in_few_statements(make_user: Any, django_assert_max_num_queries: Any) -> None:
    users = [make_user("lecture") for _ in range(5)]
    rows = [(f"many:{user.pk}", user, user) for user in users]
    with django_assert_max_num_queries(8):
        services.queue_many("test_hello", rows=rows)
    services.queue_many("test_hello", rows=rows)
    assert OutboxEmail.objects.filter(message_id__startswith="<").count() == 5

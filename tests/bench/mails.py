"""Personal mails: what the house sends in a second, beside smtplib that hands over the same bytes, ready-made, on one connection."""

import os
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.figures import at_least, measures
from tests.bench.volume import Bench
from tests.run import ROOT


@measures(at_least("invitation_mails_vs_smtplib", 0.6))
def invitations(bench: Bench) -> dict[str, float]:
    """Mailings of invitations, each mail with its personal link."""
    from contacts.directory.models import Person
    from contacts.mailings.services import select, send
    from events.days.models import Day
    from events.invitations.services import invite
    from labo_ess.audit.actors import Actor

    by, day = Actor.system("bench"), Day.objects.get(slug=bench.ordinary["day"])
    known = Person.objects.filter(source="volume", emails__isnull=False).exclude(invitations__day=day).exclude(registrations__day=day)
    people = list(known.order_by("-pk")[: bench.sizes.mails])

    def queue(first: int, last: int) -> None:
        mailing = invite(day=day, persons=people[first:last], by=by)
        send(mailing=mailing, expected=len(select(mailing).chosen), by=by)

    return {"invitation_mails_vs_smtplib": _ratio(bench, queue)}


@measures(at_least("confirmation_mails_vs_smtplib", 0.6))
def confirmations(bench: Bench) -> dict[str, float]:
    """Confirmations of registration: text, HTML and a calendar entry, all different."""
    from events.days.models import Day
    from events.registration.emails import answer_links
    from events.registration.models import Registration
    from labo_ess.audit.actors import Actor
    from labo_ess.outbox.services import queue_many

    days = (bench.crowded["day"], bench.ordinary["day"])
    confirmed = Registration.objects.confirmed().filter(day__slug__in=days, version=1).select_related("person")
    registered = list(confirmed.order_by("pk")[: bench.sizes.mails])
    for day in Day.objects.filter(slug__in=days):  # whoever registers has a link by then; those of `load_volume` did not register
        answer_links(day=day, persons=[each.person for each in registered if each.day_id == day.pk], by=Actor.system("bench"))

    def queue(first: int, last: int) -> None:
        rows = [(f"bench:{each.public_id}", each, each.person) for each in registered[first:last]]
        queue_many("registration_confirmed", rows=rows, priority="service", params={"version": 1})

    return {"confirmation_mails_vs_smtplib": _ratio(bench, queue)}


def _ratio(bench: Bench, queue: Callable[[int, int], None]) -> float:
    """Batches of ours and of the floor in turns, the floor with the messages that ours has just sent; the first only warms up."""
    from labo_ess.outbox.models import OutboxEmail

    OutboxEmail.objects.exclude(state="sent").update(state="cancelled")
    rounds = bench.sizes.rounds + 1
    size, ratios = bench.sizes.mails // rounds, []
    with _sink(bench.smtp_port), _pinned(0), _recorded() as messages:
        for number in range(rounds):
            queue(number * size, (number + 1) * size)
            messages.clear()
            ours = _deliver(messages)
            ratios.append(ours / _hand_over(bench.smtp_port, messages))
    if len(messages) != size or OutboxEmail.objects.exclude(state__in=("sent", "cancelled")).exists():
        raise RuntimeError(f"{len(messages)} mails of {size} left")
    return statistics.median(ratios[1:])


def _deliver(messages: list[tuple[str, bytes]]) -> float:
    """Mails a second by the house's own delivery, a commit per message, until nothing waits."""
    from labo_ess.outbox.delivery import deliver
    from labo_ess.outbox.models import OutboxEmail

    began = time.perf_counter()
    while OutboxEmail.objects.due().exists():
        deliver()
    return len(messages) / (time.perf_counter() - began)


def _hand_over(port: int, messages: list[tuple[str, bytes]]) -> float:
    """Messages a second, ready-made, one connection."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="example.org") as smtp:
        for to, data in messages:
            smtp.sendmail("journees@example.org", [to], data)
    return len(messages) / (time.perf_counter() - began)


@contextmanager
def _recorded() -> Iterator[list[tuple[str, bytes]]]:
    """The bytes that the house hands over."""
    from labo_ess.outbox.hops import SmtpHop

    kept: list[tuple[str, bytes]] = []
    usual = SmtpHop.send

    def send(self: Any, sender: str, to: str, data: bytes, before: Any) -> None:
        usual(self, sender, to, data, before)
        kept.append((to, data))

    SmtpHop.send = send  # type: ignore[method-assign]
    try:
        yield kept
    finally:
        SmtpHop.send = usual  # type: ignore[method-assign]


@contextmanager
def _sink(port: int) -> Iterator[None]:
    """The mail server, on the last processor."""
    command = [sys.executable, "-m", "tests.bench.sink", str(port), str(max(os.sched_getaffinity(0)))]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield
    finally:
        process.communicate(timeout=20)


@contextmanager
def _pinned(cpu: int) -> Iterator[None]:
    """The sender, ours and the floor's, on one processor that is not the sink's."""
    kept = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(kept)[cpu]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, kept)

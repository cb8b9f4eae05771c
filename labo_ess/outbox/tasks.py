"""The worker's side of the outbox."""

from typing import Any

from celery import shared_task
from celery.signals import worker_shutting_down

from labo_ess.clock.registry import sweep
from labo_ess.outbox import delivery, sender


@worker_shutting_down.connect
def stop_sending(**_signal: Any) -> None:
    """A slice ends after the mail in hand; the others wait for the next worker."""
    sender.stopping.set()


@shared_task(name="labo_ess.outbox.tasks.deliver")
def deliver() -> None:
    """Send one slice of what is due; ring again when more waits."""
    delivery.deliver()


@sweep("outbox", every=60)
def sweep_outbox() -> int:
    """Dead leases, due retries and quota; then wake the delivery."""
    return delivery.sweep()


@sweep("outbox_texts", every=86400)
def forget_texts() -> int:
    """Texts and addresses of mails sent a year ago go."""
    return delivery.forget_texts()

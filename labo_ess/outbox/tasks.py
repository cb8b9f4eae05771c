"""The worker's side of the outbox."""

from celery import shared_task

from labo_ess.clock.registry import sweep
from labo_ess.outbox import delivery


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

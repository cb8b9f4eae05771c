"""The one scheduled task of the house."""

from celery import shared_task

from labo_ess.clock import services
from labo_ess.clock.registry import sweep


@shared_task(name="labo_ess.clock.tasks.tick")
def tick() -> None:
    """Once a minute: run all that is due."""
    services.tick()


@sweep("ticks_forgotten", every=3600)
def forget_old_ticks() -> int:
    """Rows of periods long past go."""
    return services.forget_old_ticks()

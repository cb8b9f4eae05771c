"""The worker's side of the jobs."""

import threading

from celery import shared_task
from django.conf import settings

from labo_ess.clock.registry import sweep
from labo_ess.jobs import services
from labo_ess.jobs.models import Job

_room = threading.BoundedSemaphore(max(1, settings.WORKER_THREADS - 1))
"""Long jobs never take the last thread: mails and due times need it."""


@shared_task(name="labo_ess.jobs.tasks.run_job")
def run_job(public_id: str) -> None:
    """Run one job, if it still waits and there is room; the job that ends calls the next."""
    if not _room.acquire(blocking=False):
        return
    try:
        job = Job.objects.filter(public_id=public_id).first()
        if job is not None:
            services.run_now(job)
    finally:
        _room.release()
    services.wake_up()


@sweep("jobs_taken_back", every=60)
def take_back() -> int:
    """Jobs of dead workers wait again; the worker is woken for all that waits."""
    return services.take_back()


@sweep("jobs_forgotten", every=86400)
def forget_old() -> int:
    """Jobs ended a month ago go, with their files."""
    return services.forget_old()

"""The worker's side of the jobs."""

from celery import shared_task

from labo_ess.clock.registry import sweep
from labo_ess.jobs import services
from labo_ess.jobs.models import Job


@shared_task(name="labo_ess.jobs.tasks.run_job")
def run_job(public_id: str) -> None:
    """Run one job, if it still waits."""
    job = Job.objects.filter(public_id=public_id).first()
    if job is not None:
        services.run_now(job)


@sweep("jobs_taken_back", every=60)
def take_back() -> int:
    """Jobs of dead workers wait again; the worker is woken for all that waits."""
    return services.take_back()


@sweep("jobs_forgotten", every=86400)
def forget_old() -> int:
    """Jobs ended a month ago go, with their files."""
    return services.forget_old()

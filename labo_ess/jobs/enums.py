"""States of a long job."""

from typing import Any

from django.db import models


class JobState(models.TextChoices):
    """What has become of a job."""

    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminée"
    FAILED = "failed", "en échec"
    CANCELLED = "cancelled", "annulée"


PASSAGES: dict[Any, tuple[Any, ...]] = {
    JobState.WAITING: (JobState.RUNNING, JobState.CANCELLED),
    JobState.RUNNING: (JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.WAITING),
    JobState.DONE: (),
    JobState.FAILED: (JobState.WAITING,),
    JobState.CANCELLED: (),
}
LIVE = (JobState.WAITING, JobState.RUNNING)

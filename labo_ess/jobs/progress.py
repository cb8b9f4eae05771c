"""How a work tells where it is."""

import time

from labo_ess.jobs.enums import JobState
from labo_ess.jobs.exceptions import Cancelled
from labo_ess.jobs.models import Job
from labo_ess.text.typography import typo_fr

AT_MOST_EVERY = 0.5
"""Seconds between two writes: a work of ten thousand rows must not write ten thousand times."""


class Reporter:
    """The `progress` given to a work: writes its advance, and raises `Cancelled` when the job is no longer this worker's."""

    def __init__(self, job: Job, token: str) -> None:
        self._job = job
        self._token = token
        self._last = 0.0

    def __call__(self, done: int, total: int, sentence: str = "") -> None:
        """Note the advance; cheap enough to be called for every row."""
        job = self._job
        job.done, job.total, job.sentence = done, total, typo_fr(sentence)[:300] if sentence else job.sentence
        now = time.monotonic()
        if now - self._last < AT_MOST_EVERY and done < total:
            return
        self._last = now
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=self._token, cancel_asked=False)
        if not mine.update(done=done, total=total, sentence=job.sentence, log=job.log):
            raise Cancelled

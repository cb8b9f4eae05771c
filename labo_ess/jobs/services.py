"""Starting, running, stopping and taking back long jobs."""

import logging
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.clock.bell import ring, ring_after_commit
from labo_ess.clock.lease import Heartbeat
from labo_ess.jobs.enums import LIVE, JobState
from labo_ess.jobs.exceptions import Cancelled, JobRefused
from labo_ess.jobs.models import Job
from labo_ess.jobs.progress import Reporter
from labo_ess.jobs.registry import find
from labo_ess.text.typography import typo_fr

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A job whose worker died so many times is given up: it may be what kills it."""
UNEXPECTED = "Une erreur imprévue a arrêté la tâche. Rien de ce qui était enregistré n’a été perdu ; réessayez, puis prévenez l’équipe technique."


@transaction.atomic
def start(kind: str, *, by: Actor, about: Any = None, params: dict[str, Any] | None = None, key: str | None = None) -> Job:
    """Write the job's row; the worker is woken after commit. A live or done job of the same key is returned again."""
    find(kind)
    if key is not None:
        existing = Job.objects.filter(key=key).first()
        if existing is not None and existing.state not in (JobState.FAILED, JobState.CANCELLED):
            return existing
        Job.objects.filter(key=key).update(key=None)
    job = Job(kind=kind, key=key, params=params or {}, actor_kind=by.kind, actor_id=by.id)
    if by.kind == "user":
        job.starter = User.objects.filter(public_id=by.id).first()
    if about is not None:
        job.about_type, job.about_public_id = ContentType.objects.get_for_model(about), about.public_id
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return Job.objects.get(key=key)
    record(by=by, verb="job.started", on=job, kind=kind)
    ring_after_commit(wake_up)
    return job


def wake_up() -> None:
    """Tell the worker that a job waits; the sweep finds it otherwise."""
    from labo_ess.jobs.tasks import run_job  # the task imports these services

    for public_id in Job.objects.filter(state=JobState.WAITING).order_by("created_at").values_list("public_id", flat=True)[:5]:
        ring(run_job, str(public_id))


def run_now(job: Job) -> Job:
    """Run the job in this process, if it still waits; answers it as it ended."""
    token = _claim(job)
    if token is None:
        job.refresh_from_db()
        return job
    job.refresh_from_db()
    with Heartbeat(lambda: _mine(job, token).update(lease_at=timezone.now()), settings.MAIL_LEASE["heartbeat"]):
        ending = _do(job, token)
    _finish(job, token, **ending)
    job.refresh_from_db()
    return job


def cancel(*, job: Job, by: Actor) -> Job:
    """Stop the job: at once when it waits, at its next progress when it runs."""
    now = timezone.now()
    with transaction.atomic():
        stopped = Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(state=JobState.CANCELLED, ended_at=now, cancel_asked=True)
        asked = stopped or Job.objects.filter(pk=job.pk, state=JobState.RUNNING, cancel_asked=False).update(cancel_asked=True)
        if asked:
            record(by=by, verb="job.cancelled", on=job)
    job.refresh_from_db()
    return job


def take_back() -> int:
    """Jobs whose worker died wait again, or fail after too many deaths; the worker is woken for what waits."""
    lost = 0
    for job in Job.objects.stale():
        again = job.attempts < MOST_ATTEMPTS and not job.cancel_asked
        if job.cancel_asked:
            fields: dict[str, Any] = {"state": JobState.CANCELLED, "ended_at": timezone.now()}
        elif again:
            fields = {"state": JobState.WAITING}
        else:
            fields = {"state": JobState.FAILED, "ended_at": timezone.now(), "error": typo_fr(UNEXPECTED)}
        lost += Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token).update(lease_token="", **fields)
    if Job.objects.filter(state=JobState.WAITING).exists():
        wake_up()
    return lost


def forget_old(days: int = 30) -> int:
    """Ended jobs and their files go after a month."""
    old = Job.objects.exclude(state__in=LIVE).filter(ended_at__lt=timezone.now() - timedelta(days=days))
    gone = 0
    for job in old.iterator(chunk_size=200):
        if job.file:
            job.file.delete(save=False)
        job.delete()
        gone += 1
    return gone


def _mine(job: Job, token: str) -> Any:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=token)


def _claim(job: Job) -> str | None:
    token, now = uuid.uuid4().hex, timezone.now()
    taken = Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.RUNNING, lease_token=token, lease_at=now, started_at=now, attempts=F("attempts") + 1, done=0, total=0, error=""
    )
    return token if taken else None


def _do(job: Job, token: str) -> dict[str, Any]:
    job.log = []
    try:
        find(job.kind).run(job, Reporter(job, token))
    except Cancelled:
        return {"state": JobState.CANCELLED}
    except JobRefused as refusal:
        return {"state": JobState.FAILED, "error": str(refusal)[:500]}
    except Exception:
        logger.exception("job %s (%s) failed", job.public_id, job.kind)
        return {"state": JobState.FAILED, "error": typo_fr(UNEXPECTED)}
    return {"state": JobState.DONE}


def _finish(job: Job, token: str, **ending: Any) -> None:
    kept = {name: getattr(job, name) for name in ("done", "total", "sentence", "log", "result_url", "result_label", "file_name")}
    _mine(job, token).update(**kept, file=job.file.name or "", ended_at=timezone.now(), lease_token="", **ending)

"""A job from its start to each of its ends, and taken back from a dead worker."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.jobs import services
from labo_ess.jobs.enums import PASSAGES, JobState
from labo_ess.jobs.exceptions import UnknownWork
from labo_ess.jobs.models import Job

pytestmark = pytest.mark.django_db
ME = Actor.system("tests")


def test_a_job_tells_its_progress_and_keeps_its_file() -> None:
    job = services.run_now(services.start("test_count", by=ME))
    assert (job.state, job.done, job.total, job.attempts) == (JobState.DONE, 3, 3, 1)
    assert job.sentence == "3 ligne(s) lue(s)"
    assert job.log == ["une ligne vide a été passée"]
    assert (job.file.read(), job.file_name, job.result_url) == (b"a;b\r\n", "liste é.csv", "/bureau/")


def test_a_refusal_is_a_sentence() -> None:
    job = services.run_now(services.start("test_refuse", by=ME))
    assert (job.state, job.error) == (JobState.FAILED, "Le fichier n’a pas de colonne «\u00a0Nom\u00a0».")


def test_a_bug_says_what_was_kept(caplog: pytest.LogCaptureFixture) -> None:
    job = services.run_now(services.start("test_fail", by=ME))
    assert job.state == JobState.FAILED
    assert "Rien de ce qui était enregistré n’a été perdu" in job.error
    assert "ZeroDivisionError" in caplog.text


def test_a_running_job_stops_at_its_next_step() -> None:
    assert services.run_now(services.start("test_slow", by=ME)).state == JobState.CANCELLED


def test_a_waiting_job_stops_at_once_and_never_runs() -> None:
    job = services.cancel(job=services.start("test_count", by=ME), by=ME)
    assert job.state == JobState.CANCELLED
    assert services.run_now(job).attempts == 0


def test_two_workers_run_it_once() -> None:
    job = services.start("test_count", by=ME)
    services.run_now(job)
    assert services.run_now(Job.objects.get()).attempts == 1


def test_a_key_gives_the_same_job_until_it_fails() -> None:
    first = services.start("test_refuse", by=ME, key="import:1")
    assert services.start("test_refuse", by=ME, key="import:1").pk == first.pk
    services.run_now(first)
    assert services.start("test_refuse", by=ME, key="import:1").pk != first.pk


def test_an_unknown_work_is_refused_at_the_start() -> None:
    with pytest.raises(UnknownWork):
        services.start("nobody_does_this", by=ME)


def _kill(job: Job, attempts: int = 1) -> None:
    dead = timezone.now() - timedelta(seconds=90)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_token="dead", lease_at=dead, attempts=attempts)


def test_a_dead_worker_s_job_starts_again() -> None:
    job = services.start("test_count", by=ME)
    _kill(job)
    assert services.take_back() == 1
    assert services.run_now(job).state == JobState.DONE


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    job = services.start("test_count", by=ME)
    _kill(job, attempts=3)
    services.take_back()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_a_living_job_is_left_alone() -> None:
    job = services.start("test_count", by=ME)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_token="alive", lease_at=timezone.now())
    assert services.take_back() == 0


def test_old_jobs_go_with_their_files() -> None:
    job = services.run_now(services.start("test_count", by=ME))
    storage, name = job.file.storage, job.file.name
    Job.objects.update(ended_at=timezone.now() - timedelta(days=31))
    assert services.forget_old() == 1
    assert storage.exists(name) is False


def test_every_state_has_its_passages() -> None:
    assert set(PASSAGES) == set(JobState)


def test_the_starter_is_known(make_user: Any) -> None:
    user = make_user("referent")
    assert services.start("test_count", by=Actor.user(user)).starter == user

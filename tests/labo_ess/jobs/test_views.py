"""The page of a job: who sees it, what it says, its file."""

from typing import Any

import pytest

from labo_ess.audit.actors import Actor
from labo_ess.jobs import services
from labo_ess.jobs.enums import JobState
from labo_ess.jobs.models import Job

pytestmark = pytest.mark.django_db


def start(client: Any, kind: str = "test_count") -> Job:
    return services.start(kind, by=Actor.user(client.user))


def test_the_page_polls_while_the_job_lives(referent: Any) -> None:
    job = start(referent)
    assert 'hx-trigger="every 2s"' in referent.get(job.get_absolute_url()).content.decode()
    services.run_now(job)
    page = referent.get(job.get_absolute_url()).content.decode()
    assert "every 2s" not in page
    assert 'data-page="job" data-state="done"' in page


def test_htmx_gets_the_fragment_alone(referent: Any) -> None:
    job = start(referent)
    fragment = referent.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith('<div id="progress"')


def test_the_file_is_for_the_starter_and_the_team(referent: Any, team: Any, reader: Any, client_of: Any) -> None:
    job = services.run_now(start(referent))
    address = f"{job.get_absolute_url()}fichier/"
    answers = [one.get(address).status_code for one in (referent, team, reader, client_of("referent"))]
    assert answers == [200, 200, 404, 404]
    response = referent.get(address)
    assert response["Content-Disposition"].startswith("attachment;")
    assert b"".join(response.streaming_content) == b"a;b\r\n"


def test_stop_by_post_only(referent: Any) -> None:
    job = start(referent)
    address = f"{job.get_absolute_url()}arreter/"
    assert referent.get(address).status_code == 405
    assert referent.post(address).status_code == 302
    assert Job.objects.get().state == JobState.CANCELLED


def test_my_jobs(referent: Any, team: Any) -> None:
    start(referent)
    assert 'data-count="1"' in referent.get("/bureau/taches/").content.decode()
    assert 'data-count="0"' in team.get("/bureau/taches/").content.decode()


def test_strangers_sign_in_first(client: Any) -> None:
    assert client.get("/bureau/taches/").status_code == 302

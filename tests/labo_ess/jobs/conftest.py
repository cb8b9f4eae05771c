"""Works of the tests: one that counts, one that refuses, one that fails."""

from collections.abc import Iterator

import pytest

from labo_ess.jobs import registry
from labo_ess.jobs.models import Job
from labo_ess.jobs.registry import JobRefused, Progress


def count(job: Job, progress: Progress) -> None:
    """Three steps and a file."""
    for done in range(1, 4):
        progress(done, 3, f"{done} ligne(s) lue(s)")
    job.say("une ligne vide a été passée")
    job.attach('liste "é".csv', b"a;b\r\n")
    job.result_url = "/bureau/"


def refuse(job: Job, progress: Progress) -> None:
    """Says why it cannot."""
    raise JobRefused("Le fichier n'a pas de colonne « Nom ».")


def fail(job: Job, progress: Progress) -> None:
    """A bug."""
    raise ZeroDivisionError


def slow(job: Job, progress: Progress) -> None:
    """Someone stops it at its second step."""
    progress(1, 2)
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    progress(2, 2)
    raise AssertionError("a cancelled job went on")


@pytest.fixture(autouse=True)
def _works() -> Iterator[None]:
    for function in (count, refuse, fail, slow):
        name = f"test_{function.__name__}"
        registry._works[name] = registry.Work(name, f"Essai {function.__name__}", function)
    yield
    for name in [name for name in registry._works if name.startswith("test_")]:
        registry._works.pop(name)

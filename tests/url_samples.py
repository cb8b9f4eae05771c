"""A real object for an address with arguments, so that the table of roles is run on something that exists.

    @sample("events:days:page")
    def _day() -> dict: return {"slug": DayFactory().slug}

Without a sample an address is called with an object that does not exist; then 404 passes for « allowed » too.
"""

from collections.abc import Callable
from typing import Any

_samples: dict[str, Callable[[], dict[str, Any]]] = {}


def sample(name: str) -> Callable[[Callable[[], dict[str, Any]]], Callable[[], dict[str, Any]]]:
    """Register what makes the arguments of a pattern."""

    def register(make: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
        _samples[name] = make
        return make

    return register


def arguments_of(name: str) -> dict[str, Any] | None:
    """The arguments of a pattern; None when nobody gave it a sample."""
    make = _samples.get(name)
    return make() if make else None


def _account() -> dict[str, Any]:
    from labo_ess.accounts.models import User

    user = User.objects.create_user(f"exemple{User.objects.count()}@example.org", None, name="Exemple")
    return {"public_id": user.public_id}


for _name in ("account", "suspend", "reactivate", "invite_again", "drop_second_factor"):
    sample(f"signin:{_name}")(_account)


def _mail() -> dict[str, Any]:
    from labo_ess.outbox.models import OutboxEmail

    number = OutboxEmail.objects.count()
    return {"public_id": OutboxEmail.objects.create(message="sample", key=f"sample:{number}", state="failed").public_id}


for _name in ("detail", "retry"):
    sample(f"outbox:{_name}")(_mail)


def _job() -> dict[str, Any]:
    from labo_ess.jobs.models import Job

    job = Job(kind="sample", actor_kind="system", actor_id="tests")
    job.attach("liste.csv", b"a")
    job.save()
    return {"public_id": job.public_id}


for _name in ("detail", "file", "stop"):
    sample(f"jobs:{_name}")(_job)

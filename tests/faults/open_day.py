"""Run in the environment of a house under test. Prints one JSON object.

`python -m tests.faults.open_day prepare N`: an open day, N invited people, each with the path of the invitation.
`python -m tests.faults.open_day crowd N PLACES PLACES_OF_AN_ATELIER SEED`: the same with eight ateliers at three hours.
`python -m tests.faults.open_day look`: who is registered, how many mails still wait, how many beats were doubled.
"""

import json
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import django


def prepare(count: int) -> dict[str, Any]:
    """Addresses of people → path of their link."""
    from labo_ess.audit.actors import Actor
    from reports.demo.volume import load_volume

    made = load_volume(persons=count, registrations=0, sessions=6, capacity=None, atelier_capacity=None, seed=1, by=Actor.system("test"))
    return _guests(made, count)[0]


def crowd(count: int, places: int, atelier: int, seed: int) -> dict[str, Any]:
    """The day, its guests (address → path of their link), and who they are (address → public id)."""
    from labo_ess.audit.actors import Actor
    from reports.demo.volume import load_volume

    by = Actor.system("test")
    made = load_volume(persons=count, registrations=0, sessions=24, capacity=places, atelier_capacity=atelier, seed=seed, by=by)
    guests, persons = _guests(made, count)
    return {"slug": made["day"], "guests": guests, "persons": persons}


def _guests(made: dict[str, Any], count: int) -> tuple[dict[str, str], dict[str, str]]:
    from contacts.directory.models import EmailAddress

    chosen = {invitation["person"]: urlsplit(invitation["url"]).path for invitation in made["invitations"][:count]}
    addresses = EmailAddress.objects.filter(person__public_id__in=chosen).values_list("address", "person__public_id")
    persons = {address: str(person) for address, person in addresses}
    return {address: chosen[person] for address, person in persons.items()}, persons


def look() -> dict[str, Any]:
    """The rows, read from the base itself."""
    from django.db.models import Count

    from events.registration.models import Registration
    from labo_ess.clock.models import TickedJob
    from labo_ess.outbox.models import OutboxEmail

    confirmed = Registration.objects.filter(state="confirmed")
    return {
        "confirmed": sorted(confirmed.values_list("person__emails__address", flat=True)),
        "waiting_mails": OutboxEmail.objects.filter(state__in=("queued", "sending", "deferred")).count(),
        "doubled_ticks": TickedJob.objects.values("job", "period").annotate(runs=Count("pk")).filter(runs__gt=1).count(),
        "ticks": TickedJob.objects.filter(job="outbox").count() or TickedJob.objects.count(),
        "deadlocks": _deadlocks(),
    }


def _deadlocks() -> int:
    """What PostgreSQL itself counted; SQLite has one writer at a time."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")
    django.setup()
    act, numbers = sys.argv[1], [int(each) for each in sys.argv[2:]]
    sys.stdout.write(json.dumps({"prepare": prepare, "crowd": crowd, "look": look}[act](*numbers)))

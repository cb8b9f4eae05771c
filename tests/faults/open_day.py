"""Run in the environment of a house under test. Prints one JSON object.

`python -m tests.faults.open_day prepare N`: an open day, N invited people, each with the path of the invitation.
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
    from contacts.directory.models import EmailAddress
    from labo_ess.audit.actors import Actor
    from reports.demo.volume import load_volume

    made = load_volume(persons=count, registrations=0, sessions=6, capacity=None, atelier_capacity=None, seed=1, by=Actor.system("test"))
    chosen = {invitation["person"]: urlsplit(invitation["url"]).path for invitation in made["invitations"][:count]}
    addresses = EmailAddress.objects.filter(person__public_id__in=chosen).values_list("address", "person__public_id")
    return {address: chosen[str(person)] for address, person in addresses}


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
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")
    django.setup()
    sys.stdout.write(json.dumps(prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else look()))

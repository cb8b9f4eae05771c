"""Run in the environment of a house under test: a base, people invited to its day, and the mailing sent to all of them.

Prints one JSON object: the addresses that must each receive it. `python -m tests.faults.send_mailing N [careless]`: the second word
takes one mail away and doubles another, for the control.
"""

import json
import os
import sys
from uuid import UUID, uuid4

import django


def main(count: int, careless: bool = False) -> None:
    """Prepare and send; the worker does the rest."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")
    django.setup()
    from contacts.mailings.services import select, send
    from events.days.models import Day
    from events.invitations.services import invite
    from labo_ess.audit.actors import Actor
    from reports.demo.volume import load_volume

    by = Actor.system("test")
    made = load_volume(persons=count + 1000, registrations=0, sessions=6, capacity=None, atelier_capacity=None, seed=count, by=by)
    day = Day.objects.get(slug=made["day"])
    people = list(_people(count))
    day.invitations.all().delete()
    mailing = invite(day=day, persons=people, by=by)
    selection = select(mailing)
    send(mailing=mailing, expected=len(selection.chosen), by=by)
    if careless:
        _lose_one_and_double_another(mailing.public_id)
    addresses = [person.emails.first().address for person in selection.chosen]
    sys.stdout.write(json.dumps({"addresses": addresses, "day": day.slug, "mailing": str(mailing.public_id)}))


def _lose_one_and_double_another(mailing: UUID) -> None:
    from labo_ess.outbox.models import OutboxEmail

    lost, doubled = OutboxEmail.objects.filter(mailing=mailing).order_by("pk")[:2]
    lost.delete()
    doubled.pk, doubled.public_id, doubled.key, doubled.message_id = None, uuid4(), "doubled", ""
    doubled.save()


def _people(count: int):  # type: ignore[no-untyped-def]
    from contacts.directory.models import Person

    return Person.objects.filter(source="volume").order_by("pk")[:count]


if __name__ == "__main__":
    main(int(sys.argv[1]), careless=sys.argv[2:] == ["careless"])

"""Sending again, to the address we know, the living links of its owners."""

from django.db import transaction
from django.utils import timezone

from contacts.directory.matching import persons_by_address
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.links.models import SecretLink
from labo_ess.outbox.services import queue

MINUTES_BETWEEN = 2


@transaction.atomic
def ask_for_links(*, address: str) -> int:
    """Queue the mail « new_link » to each person of this address who holds a living link; how many were queued.

    A double click within two minutes makes one mail.
    """
    by = Actor.system("new_link")
    slot = int(timezone.now().timestamp() // (60 * MINUTES_BETWEEN))
    queued = 0
    for person in persons_by_address([address]):
        if not SecretLink.objects.living().held_by(person).exists():
            continue
        key = f"new_link:{person.public_id}:{slot}"
        queue("new_link", key=key, about=person, to=person, params={"address_id": _email_id(person, address)})
        record(by=by, verb="person.links_asked", on=person)
        queued += 1
    return queued


def _email_id(person: Person, address: str) -> int:
    """Which of the person's addresses was typed: the mail goes there, and no address is stored in the outbox row."""
    return next(each.pk for each in person.emails.all() if each.address.lower() == address.lower())

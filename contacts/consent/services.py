"""May the house write to this person, and what it does when they say no."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from contacts.consent.enums import CONSENT_NEEDED, Obstacle, Purpose
from contacts.consent.exceptions import NoAddressToSuppress
from contacts.consent.models import Consent, Suppression
from contacts.consent.silence import hashes, suppressed
from contacts.directory.enums import AddressState
from contacts.directory.models import EmailAddress, Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record

_STATE_OBSTACLES = {AddressState.BOUNCED: Obstacle.BOUNCED, AddressState.ON_HOLD: Obstacle.ON_HOLD}


@dataclass(frozen=True)
class Verdict:
    """The address to write to, or why not."""

    allowed: bool
    address: str = ""
    obstacle: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def reason(self) -> str:
        """In French, for the list of who is left out."""
        return Obstacle(self.obstacle).label if self.obstacle else ""


def may_write_to(person: Person, purpose: str) -> Verdict:
    """Whether a mail of this purpose may go to this person, and to which address."""
    return may_write_to_all([person], purpose)[person.pk]


def may_write_to_all(persons: Iterable[Person], purpose: str) -> dict[int, Verdict]:
    """The same for many, by primary key, in three queries per thousand."""
    people = list(persons)
    verdicts: dict[int, Verdict] = {}
    for start in range(0, len(people), 1000):
        verdicts |= _slice(people[start : start + 1000], purpose)
    return verdicts


def _slice(people: Sequence[Person], purpose: str) -> dict[int, Verdict]:
    ids = [person.pk for person in people]
    addresses: dict[int, list[EmailAddress]] = {}
    for email in EmailAddress.objects.filter(person_id__in=ids).order_by("-is_main", "pk"):
        addresses.setdefault(email.person_id, []).append(email)
    silent = suppressed(email.address for mine in addresses.values() for email in mine)
    said: dict[int, bool] = {}
    for person_id, given in Consent.objects.filter(person_id__in=ids, purpose=purpose).order_by("created_at", "pk").values_list("person_id", "given"):
        said[person_id] = given
    return {person.pk: _verdict(person, addresses.get(person.pk, []), silent, said.get(person.pk), purpose) for person in people}


def _verdict(person: Person, emails: list[EmailAddress], silent: set[str], said: bool | None, purpose: str) -> Verdict:
    if person.is_trashed:
        return Verdict(False, obstacle=Obstacle.TRASHED)
    if not emails:
        return Verdict(False, obstacle=Obstacle.NO_ADDRESS)
    usable = [email for email in emails if email.state == AddressState.OK]
    if not usable:
        return Verdict(False, obstacle=_STATE_OBSTACLES[AddressState(emails[0].state)])
    # A service mail answers what the person has just done: an objection to being invited does not stop it.
    if purpose == Purpose.SERVICE:
        return Verdict(True, usable[0].address)
    if any(email.address.lower() in silent for email in emails):
        return Verdict(False, obstacle=Obstacle.SUPPRESSED)
    if said is False:
        return Verdict(False, obstacle=Obstacle.WITHDRAWN)
    if purpose in CONSENT_NEEDED and not said:
        return Verdict(False, obstacle=Obstacle.NO_CONSENT)
    return Verdict(True, usable[0].address)


@transaction.atomic
def object_to_mail(*, person: Person, reason: str = "opposition", by: Actor) -> int:
    """The person no longer wants to be written to: every address it has is remembered as a keyed hash."""
    addresses = list(person.emails.values_list("address", flat=True))
    if not addresses:
        raise NoAddressToSuppress
    for address in addresses:
        suppress_address(address=address, reason=reason, by=by)
    record(by=by, verb="consent.objected", on=person, reason=reason)
    return len(addresses)


@transaction.atomic
def suppress_address(*, address: str, reason: str, by: Actor) -> Suppression:
    """Remember a keyed hash of the address; nothing readable stays and no import brings it back."""
    row, made = Suppression.objects.get_or_create(address_hash=hashes(address.lower())[0], defaults={"reason": reason[:40]})
    if made:
        record(by=by, verb="consent.suppressed", reason=reason)
    return row


@transaction.atomic
def lift_objection(*, person: Person, by: Actor) -> int:
    """The person asked to be written to again."""
    keys = [key for address in person.emails.values_list("address", flat=True) for key in hashes(address.lower())]
    lifted, _ = Suppression.objects.filter(address_hash__in=keys).delete()
    if lifted:
        record(by=by, verb="consent.objection_lifted", on=person)
    return lifted


@transaction.atomic
def give_consent(*, person: Person, purpose: str, wording: str, source: str, by: Actor) -> Consent:
    """A yes, with the words that were shown and where it was given."""
    return _note(person, purpose, True, wording, source, by)


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, wording: str = "", source: str = "", by: Actor) -> Consent:
    """A no, from now on; the earlier yes stays as a proof of what was done until then."""
    return _note(person, purpose, False, wording, source, by)


def _note(person: Person, purpose: str, given: bool, wording: str, source: str, by: Actor) -> Consent:
    purpose = Purpose(purpose).value
    row = Consent.objects.create(person=person, purpose=purpose, given=given, wording=wording, source=source[:120])
    record(by=by, verb="consent.given" if given else "consent.withdrawn", on=person, purpose=purpose)
    return row

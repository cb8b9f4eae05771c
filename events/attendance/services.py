"""Noting who is there. A second tap is a no-op; what is undone stays with its date."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from contacts.directory.services import find_or_create_person
from events.attendance.exceptions import NotExpected
from events.attendance.models import CheckIn
from events.attendance.permissions import desk_closes_at
from events.days.models import Day
from events.registration.enums import RegistrationState
from events.registration.models import Registration
from events.registration.services import admit
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.links.models import SecretLink
from labo_ess.links.services import issue
from labo_ess.text.names import clean_name
from labo_ess.text.search import search_key

LINK_KIND = "accueil"


@transaction.atomic
def check_in(*, day: Day, registration_id: UUID, by: Actor) -> CheckIn:
    """Present. The registration's row is locked, so two phones at two desks make one presence; in few queries, for a queue waits."""
    try:
        registration = get_for_update(Registration.objects.filter(day=day), public_id=registration_id)
    except Registration.DoesNotExist:
        raise NotExpected from None
    existing = registration.check_ins.standing().first()
    if existing is not None:
        return existing
    if registration.state != RegistrationState.CONFIRMED:
        raise NotExpected
    return _note(registration, by)


@transaction.atomic
def undo_check_in(*, day: Day, registration_id: UUID, by: Actor) -> None:
    """That was a mistake: the person is expected again."""
    standing = CheckIn.objects.standing().filter(registration__day=day, registration__public_id=registration_id).first()
    if standing is None:
        return
    standing.undone_at = timezone.now()
    standing.save(update_fields=["undone_at"])
    record(by=by, verb="attendance.undone", on=standing.registration)


@transaction.atomic
def walk_in(
    *, day: Day, last_name: str, by: Actor, first_name: str = "", organisation: str = "", email: str = "", form_key: str = ""
) -> Registration:
    """Someone nobody expected: found in the directory by name and address, or made; registered « sur place », and present.

    The same form sent twice, or a name that is on the list with the same organisation, checks in the registration there is.
    """
    day = get_for_update(Day.objects.all(), pk=day.pk)
    registration = _posted_before(day, form_key) or _on_the_list(day, last_name, first_name, organisation, email)
    if registration is None:
        person = find_or_create_person(
            last_name=last_name, first_name=first_name, email=email, source=f"Accueil de la journée {day.title}"[:200], by=by
        )
        details = {"organisation_label": clean_name(organisation)[:250]} if clean_name(organisation) else None
        registration = admit(day=day, person=person, details=details, form_key=form_key, by=by)
    if not registration.check_ins.standing().exists():
        _note(registration, by)
    return registration


@transaction.atomic
def issue_desk_link(*, day: Day, by: Actor) -> SecretLink:
    """The link of the accueil page: for this day, without account, until the end of the morrow."""
    return issue(kind=LINK_KIND, target=day, expires_at=desk_closes_at(day), by=by)


def _note(registration: Registration, by: Actor) -> CheckIn:
    noted = CheckIn.objects.create(registration=registration, checked_in_at=timezone.now(), by_kind=by.kind, by_id=by.id)
    record(by=by, verb="attendance.checked_in", on=registration)
    return noted


def _posted_before(day: Day, form_key: str) -> Registration | None:
    return Registration.objects.filter(day=day, form_key=form_key).first() if form_key else None


def _on_the_list(day: Day, last_name: str, first_name: str, organisation: str, email: str) -> Registration | None:
    """The one registration of that very name, when the organisation says nothing else and no address was given to tell them apart."""
    if email:
        return None
    rows = Registration.objects.confirmed().filter(day=day, person__sort_text=search_key(f"{last_name} {first_name}")[:200])
    same = [row for row in rows.select_related("person", "organisation") if _same_structure(row, organisation)]
    return same[0] if len(same) == 1 else None


def _same_structure(registration: Registration, organisation: str) -> bool:
    known = registration.organisation.name if registration.organisation else registration.organisation_label
    return not organisation or not known or search_key(known) == search_key(organisation)

"""Members of a group, their seats, and who holds them between which dates. Every act locks the group's row first."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from collectives.groups.models import Collective, Membership
from collectives.mandates.enums import MandateKind
from collectives.mandates.exceptions import AlreadyTitular, BothAtOnce, DatesRefused, MemberAlready, MemberMissing, SeatOfAPerson
from collectives.mandates.models import Mandate, Seat
from collectives.mandates.querysets import SeatQuerySet
from contacts.directory.models import Organisation, Person
from contacts.directory.services import find_or_create_organisation, find_or_create_person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.dates import long_date
from labo_ess.text.names import clean_name

FUNCTION_LENGTH = Membership._meta.get_field("function").max_length or 0
DESIGNATION_LENGTH = Mandate._meta.get_field("designation").max_length or 0


def seat_holders(collective: Collective, on: date) -> SeatQuerySet:
    """The seats of a group that count on a day, each with its `titular` and `deputy`, in a constant number of queries."""
    return Seat.objects.filter(membership__collective=collective).holders_on(on)  # type: ignore[no-any-return]


@transaction.atomic
def add_member(
    *,
    collective: Collective,
    by: Actor,
    person: Person | None = None,
    organisation: Organisation | None = None,
    function: str = "",
    voting: bool = True,
    since_on: date | None = None,
) -> Membership:
    """A person or an organisation joins; a voting member gets its one seat with it."""
    if (person is None) == (organisation is None):
        raise MemberMissing("Un membre est une personne ou une structure : choisissez l’une des deux.")
    collective = get_for_update(Collective.objects.all(), pk=collective.pk)
    since_on = since_on or timezone.localdate()
    there = Membership.objects.filter(collective=collective, person=person, organisation=organisation)
    if there.filter(Q(until_on__isnull=True) | Q(until_on__gte=since_on)).exists():
        raise MemberAlready(f"{person or organisation} est déjà membre du collectif à cette date. Rien n’a changé.")
    membership = Membership.objects.create(
        collective=collective,
        person=person,
        organisation=organisation,
        function=clean_name(function)[:FUNCTION_LENGTH],
        voting=voting,
        since_on=since_on,
    )
    if voting:
        Seat.objects.create(membership=membership)
    record(by=by, verb="membership.added", on=collective, member=person or organisation, voting=voting)
    return membership


@transaction.atomic
def add_newcomer(
    *, collective: Collective, by: Actor, last_name: str = "", first_name: str = "", email: str = "", organisation_name: str = "", **membership: Any
) -> Membership:
    """Someone who was typed joins: the fiche of that name and address when the directory has it, else a new one.

    With a last name the member is the person (who may sit somewhere); without, it is the organisation.
    """
    if clean_name(last_name):
        person = _typed_person(collective, by, last_name=last_name, first_name=first_name, email=email, organisation_name=organisation_name)
        return add_member(collective=collective, person=person, by=by, **membership)
    if not clean_name(organisation_name):
        raise MemberMissing("Donnez le nom de la personne ou de la structure.", field="organisation_name")
    organisation = find_or_create_organisation(name=organisation_name, source=_source(collective), by=by)
    return add_member(collective=collective, organisation=organisation, by=by, **membership)


@transaction.atomic
def edit_membership(*, membership: Membership, function: str, voting: bool, since_on: date, by: Actor) -> Membership:
    """Its function, its right to vote, its first day. A seat once made stays with its history; it counts while the member votes."""
    get_for_update(Collective.objects.all(), pk=membership.collective_id)
    membership = _fresh(membership)
    if membership.until_on and membership.until_on < since_on:
        raise DatesRefused("La fin précède le début : corrigez la date d’entrée.", field="since_on")
    if Mandate.objects.filter(seat__membership=membership, starts_on__lt=since_on).exists():
        raise DatesRefused("Un mandat de cette structure commence avant cette date : corrigez d’abord le mandat.", field="since_on")
    before = (membership.function, membership.voting, membership.since_on)
    membership.function, membership.voting, membership.since_on = clean_name(function)[:FUNCTION_LENGTH], voting, since_on
    if before != (membership.function, membership.voting, membership.since_on):
        membership.save()
        record(by=by, verb="membership.edited", on=membership.collective, member=_member(membership))
    if voting:
        Seat.objects.get_or_create(membership=membership)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, until_on: date, by: Actor) -> Membership:
    """The member leaves after that day; the mandates of its seat end with it, and all of it stays in the history."""
    get_for_update(Collective.objects.all(), pk=membership.collective_id)
    membership = _fresh(membership)
    if until_on < membership.since_on:
        raise DatesRefused(f"Membre depuis le {long_date(membership.since_on)} : la fin ne peut pas être plus ancienne.", field="until_on")
    running = Mandate.objects.filter(seat__membership=membership).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=until_on))
    if running.filter(starts_on__gt=until_on).exists():
        raise DatesRefused(
            "Un mandat de cette structure commence après cette date : supprimez-le ou choisissez une date plus tardive.", field="until_on"
        )
    running.update(ends_on=until_on, updated_at=timezone.now())
    membership.until_on = until_on
    membership.save(update_fields=["until_on", "updated_at"])
    record(by=by, verb="membership.ended", on=membership.collective, member=_member(membership), until=until_on)
    return membership


@transaction.atomic
def resume_membership(*, membership: Membership, by: Actor) -> Membership:
    """The end was a mistake: a member again since the same first day. Ended mandates stay ended."""
    get_for_update(Collective.objects.all(), pk=membership.collective_id)
    membership = _fresh(membership)
    if membership.until_on is None:
        return membership
    later = Membership.objects.filter(
        collective=membership.collective_id, person=membership.person_id, organisation=membership.organisation_id, since_on__gte=membership.since_on
    ).exclude(pk=membership.pk)
    if later.exists():
        raise MemberAlready(f"{membership.name} est revenu·e depuis, sous une autre date : rien n’a changé.", field="")
    membership.until_on = None
    membership.save(update_fields=["until_on", "updated_at"])
    record(by=by, verb="membership.resumed", on=membership.collective, member=_member(membership))
    return membership


@transaction.atomic
def appoint(
    *,
    seat: Seat,
    person: Person,
    kind: MandateKind | str,
    starts_on: date,
    by: Actor,
    ends_on: date | None = None,
    designation: str = "",
) -> Mandate:
    """A person holds the seat of an organisation from that day: one titulaire and one suppléant·e at a time, two persons."""
    get_for_update(Collective.objects.all(), pk=seat.membership.collective_id)
    membership = _fresh(seat.membership)
    kind = MandateKind(kind)
    if membership.organisation is None:
        raise SeatOfAPerson(f"{membership.name} siège en son nom : seule une structure a titulaire et suppléant·e.")
    _check_period(membership, starts_on, ends_on)
    overlapping = Mandate.objects.filter(seat=seat).overlapping(starts_on, ends_on).select_related("person")
    if same := overlapping.filter(kind=kind).first():
        raise AlreadyTitular(
            f"{same.person} est déjà {kind.label} de ce siège {_period(same)} : terminez d’abord ce mandat, ou choisissez une autre date."
        )
    if other := overlapping.filter(person=person).first():
        raise BothAtOnce(f"{person} est déjà {MandateKind(other.kind).label} de ce siège {_period(other)} : il faut deux personnes différentes.")
    mandate: Mandate = Mandate.objects.create(
        seat=seat, person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, designation=clean_name(designation)[:DESIGNATION_LENGTH]
    )
    record(by=by, verb="mandate.given", on=membership.collective, member=membership.organisation, person=person, kind=str(kind))
    return mandate


@transaction.atomic
def appoint_newcomer(*, seat: Seat, by: Actor, last_name: str, first_name: str = "", email: str = "", **mandate: Any) -> Mandate:
    """The same for someone who was typed: found in the directory by name and address, else made."""
    membership = seat.membership
    organisation = membership.organisation.name if membership.organisation else ""
    person = _typed_person(membership.collective, by, last_name=last_name, first_name=first_name, email=email, organisation_name=organisation)
    return appoint(seat=seat, person=person, by=by, **mandate)


@transaction.atomic
def end_mandate(*, mandate: Mandate, ends_on: date, by: Actor) -> Mandate:
    """The person no longer holds the seat after that day; the mandate stays in the history."""
    collective = get_for_update(Collective.objects.all(), pk=mandate.seat.membership.collective_id)
    mandate = Mandate.objects.select_related("seat__membership__organisation", "person").get(pk=mandate.pk)
    if ends_on < mandate.starts_on:
        raise DatesRefused(f"Ce mandat court depuis le {long_date(mandate.starts_on)} : sa fin ne peut pas être plus ancienne.")
    until = mandate.seat.membership.until_on
    if until and ends_on > until:
        raise DatesRefused(f"La structure n’est plus membre après le {long_date(until)} : le mandat finit au plus tard ce jour-là.")
    later = Mandate.objects.filter(seat=mandate.seat_id).exclude(pk=mandate.pk).overlapping(mandate.starts_on, ends_on)
    if later.filter(Q(kind=mandate.kind) | Q(person=mandate.person_id)).exists():
        raise AlreadyTitular("Un autre mandat du même siège a commencé avant cette date : choisissez une date plus ancienne.", field="ends_on")
    mandate.ends_on = ends_on
    mandate.save(update_fields=["ends_on", "updated_at"])
    record(by=by, verb="mandate.ended", on=collective, member=mandate.seat.membership.organisation, person=mandate.person, kind=mandate.kind)
    return mandate


@transaction.atomic
def remove_mandate(*, mandate: Mandate, by: Actor) -> Seat:
    """Take off a mandate entered by mistake; one that ended gets an end date instead."""
    collective = get_for_update(Collective.objects.all(), pk=mandate.seat.membership.collective_id)
    record(by=by, verb="mandate.removed", on=collective, member=mandate.seat.membership.organisation, person=mandate.person, kind=mandate.kind)
    Mandate.objects.filter(pk=mandate.pk).delete()
    return mandate.seat


def _source(collective: Collective) -> str:
    return f"Membre du collectif « {collective.name} »"[:200]


def _typed_person(collective: Collective, by: Actor, **typed: str) -> Person:
    return find_or_create_person(source=_source(collective), by=by, **typed)


def _fresh(membership: Membership) -> Membership:
    return Membership.objects.select_related("collective", "person", "organisation").get(pk=membership.pk)


def _member(membership: Membership) -> Any:
    return membership.person or membership.organisation


def _check_period(membership: Membership, starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise DatesRefused("Le mandat finit avant d’avoir commencé : corrigez l’une des deux dates.")
    if starts_on < membership.since_on:
        raise DatesRefused(
            f"{membership.name} est membre depuis le {long_date(membership.since_on)} : le mandat commence ce jour-là ou après.", field="starts_on"
        )
    if membership.until_on and (ends_on or date.max) > membership.until_on:
        raise DatesRefused(
            f"{membership.name} n’est plus membre après le {long_date(membership.until_on)} : le mandat finit au plus tard ce jour-là."
        )


def _period(mandate: Mandate) -> str:
    since = f"depuis le {long_date(mandate.starts_on)}"
    return f"{since} et jusqu’au {long_date(mandate.ends_on)}" if mandate.ends_on else since

"""Invented meetings, with seats that can be written to."""

from datetime import date, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collectives.groups.models import Collective, Membership
from collectives.mandates.enums import MandateKind
from collectives.mandates.models import Mandate
from collectives.meetings.convocation import convene
from collectives.meetings.enums import Presence
from collectives.meetings.models import AgendaItem, Attendance, Meeting
from collectives.meetings.presences import note_presence
from collectives.meetings.services import hold_meeting
from collectives.meetings.texts import default_body, default_subject
from collectives.minutes.decisions import add_decision, take_on
from collectives.minutes.services import approve_minutes, open_review, write_point
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from tests.factories.directory import OrganisationFactory, reachable_person
from tests.factories.groups import CollectiveFactory, OrganisationMemberFactory, PersonMemberFactory

HOUSE = Actor.system("tests")
LONG_AGO = date(2020, 1, 1)


def in_days(days: int, hour: int = 17) -> datetime:
    """That many days from now, at an hour of the house."""
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


class MeetingFactory(DjangoModelFactory):
    """A draft, in ten days."""

    class Meta:
        model = Meeting

    collective = factory.SubFactory(CollectiveFactory)
    title = factory.Sequence(lambda n: f"Réunion imaginaire {n}")
    starts_at = factory.LazyFunction(lambda: in_days(10))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(minutes=90))
    place = "Maison imaginaire"


class AgendaItemFactory(DjangoModelFactory):
    """A point."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Point imaginaire {n}")
    position = factory.Sequence(lambda n: n + 1)


def person_seat(collective: Collective, **fields: Any) -> Membership:
    """A person who sits in its own name, with an address."""
    return PersonMemberFactory(collective=collective, person=reachable_person(**fields), since_on=LONG_AGO)


def organisation_seat(collective: Collective, deputy: bool = True) -> Membership:
    """An organisation with a titulaire and, perhaps, a suppléant·e."""
    membership = OrganisationMemberFactory(collective=collective, organisation=OrganisationFactory(), since_on=LONG_AGO)
    kinds = [MandateKind.TITULAR, MandateKind.DEPUTY][: 2 if deputy else 1]
    for kind in kinds:
        Mandate.objects.create(seat=membership.seat, person=reachable_person(), kind=kind, starts_on=LONG_AGO)
    return membership


def holder(membership: Membership, kind: str = MandateKind.TITULAR) -> Person:
    """Who sits for this member."""
    return membership.person or membership.seat.mandates.get(kind=kind).person


def convened_meeting(seats: int = 3, **fields: Any) -> Meeting:
    """Convened, with persons who each have a seat and the last one an organisation."""
    meeting = MeetingFactory(**fields)
    for _ in range(seats - 1):
        person_seat(meeting.collective)
    organisation_seat(meeting.collective)
    convene(meeting=meeting, subject=default_subject(meeting), body=default_body(meeting), expected=seats + 1, by=HOUSE)
    meeting.refresh_from_db()
    return meeting


def held_meeting(seats: int = 3, **fields: Any) -> Meeting:
    """A past meeting, recorded."""
    meeting = MeetingFactory(**{"starts_at": in_days(-5)} | fields)
    for _ in range(seats - 1):
        person_seat(meeting.collective)
    organisation_seat(meeting.collective)
    return hold_meeting(meeting=meeting, by=HOUSE)


def attendance_of(meeting: Meeting, membership: Membership) -> Attendance:
    """The row of a member."""
    return Attendance.objects.get(meeting=meeting, membership=membership)


def noted_meeting(seats: int = 3, points: int = 1, **fields: Any) -> Meeting:
    """Held, with a note, a decision and an action under each point, and its first member present."""
    meeting = held_meeting(seats, **fields)
    for number in range(points):
        item = AgendaItemFactory(meeting=meeting, title=f"Budget {number}")
        write_point(item=item, text=f"Le fonds {number} est hébergé par la Cress.", seen_version=0, by=HOUSE)
        decision = add_decision(meeting=meeting, item=item, text=f"Prolonger l’essai {number}", by=HOUSE)
        owner = holder(meeting.collective.memberships.order_by("pk").first())
        take_on(item=item, title=f"Rédiger le bilan {number}", owner=owner, decision=decision, by=HOUSE)
    first = meeting.collective.memberships.order_by("pk").first()
    note_presence(attendance=attendance_of(meeting, first), presence=Presence.PRESENT, by=HOUSE)
    return meeting


def reviewed_meeting(**fields: Any) -> Meeting:
    """Its minutes are being read again, until today."""
    return open_review(meeting=noted_meeting(**fields), comment_until=timezone.localdate(), by=HOUSE)


def approved_meeting(**fields: Any) -> Meeting:
    """Its minutes are approved, hence locked."""
    meeting = reviewed_meeting(**fields)
    approve_minutes(meeting=meeting, by=HOUSE)
    meeting.refresh_from_db()
    return meeting

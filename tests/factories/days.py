"""A cycle, its days in draft, rooms and partners."""

from datetime import time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective
from events.days.models import Cycle, Day, DayPartner, Room
from labo_ess.audit.actors import Actor
from tests.factories.directory import OrganisationFactory

HOUSE = Actor.system("tests")


class CycleFactory(DjangoModelFactory):
    """The Journées régionales."""

    class Meta:
        model = Cycle

    name = "Journées régionales des transitions"
    slug = factory.Sequence(lambda n: f"cycle-{n}")


class CommitteeFactory(DjangoModelFactory):
    """The collective that organises a day."""

    class Meta:
        model = Collective

    kind = CollectiveKind.COMMITTEE
    name = factory.Sequence(lambda n: f"Comité d’organisation {n}")
    slug = factory.Sequence(lambda n: f"comite-journee-{n}")


class DayFactory(DjangoModelFactory):
    """A draft, four weeks before, from 8 h 45 to 16 h 15."""

    class Meta:
        model = Day

    cycle = factory.SubFactory(CycleFactory)
    committee = factory.SubFactory(CommitteeFactory)
    title = "Centre-Val de Loire"
    slug = factory.Sequence(lambda n: f"journee-{n}")
    date = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=28))
    starts = time(8, 45)
    ends = time(16, 15)
    place_name = "Hôtel de Région, Orléans"


class RoomFactory(DjangoModelFactory):
    """A room of thirty places."""

    class Meta:
        model = Room

    day = factory.SubFactory(DayFactory)
    name = factory.Sequence(lambda n: f"Salle {n}")
    capacity = 30
    position = factory.Sequence(lambda n: n)


class DayPartnerFactory(DjangoModelFactory):
    """An organisation that makes the day with us."""

    class Meta:
        model = DayPartner

    day = factory.SubFactory(DayFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    position = factory.Sequence(lambda n: n)

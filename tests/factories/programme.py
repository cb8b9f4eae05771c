"""Sessions, and people with a role in them."""

from datetime import time

import factory
from factory.django import DjangoModelFactory

from events.programme.enums import RoleState
from events.programme.models import Session, SessionRole
from tests.factories.days import DayFactory
from tests.factories.directory import PersonFactory


class SessionFactory(DjangoModelFactory):
    """A plenary from 9 h 30 to 11 h."""

    class Meta:
        model = Session

    day = factory.SubFactory(DayFactory)
    kind = "pleniere"
    title = factory.Sequence(lambda n: f"Séance {n}")
    starts = time(9, 30)
    ends = time(11, 0)


class SessionRoleFactory(DjangoModelFactory):
    """A confirmed speaker."""

    class Meta:
        model = SessionRole

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)
    state = RoleState.CONFIRMED

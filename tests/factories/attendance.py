"""People expected at a day that is today."""

from datetime import time, timedelta

from django.utils import timezone

from events.attendance.services import issue_desk_link
from events.days.models import Day
from events.programme.models import Session
from events.registration.enums import ChoiceState, RegistrationState
from events.registration.models import Registration, SessionChoice
from labo_ess.audit.actors import Actor
from labo_ess.links.services import path
from tests.factories.registration import AtelierFactory, OpenDayFactory

HOUSE = Actor.system("tests")


def today() -> Day:
    """A day that happens now."""
    return OpenDayFactory(date=timezone.localdate(), starts=time(0, 1), ends=time(23, 59), state="closed")


def in_days(days: int) -> Day:
    """A day in so many days."""
    return OpenDayFactory(date=timezone.localdate() + timedelta(days=days))


def expected(day: Day, last_name: str = "Quatrevents", first_name: str = "Noémie", structure: str = "", **fields: object) -> Registration:
    """Someone confirmed."""
    from tests.factories.directory import PersonFactory

    person = PersonFactory(last_name=last_name, first_name=first_name)
    fields = {"state": RegistrationState.CONFIRMED, "organisation_label": structure, "answered_at": timezone.now(), **fields}
    return Registration.objects.create(day=day, person=person, **fields)


def chosen(registration: Registration, title: str = "Réemploi") -> Session:
    """An atelier that this person chose."""
    atelier = AtelierFactory(day=registration.day, title=title)
    SessionChoice.objects.create(registration=registration, session=atelier, state=ChoiceState.CONFIRMED)
    return atelier


def desk_of(day: Day, verb: str = "") -> str:
    """The path of the accueil page."""
    return path(issue_desk_link(day=day, by=HOUSE), verb)

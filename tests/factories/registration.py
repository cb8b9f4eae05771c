"""An open day with two ateliers at the same hour, and people who answer."""

from datetime import time, timedelta

import factory
from django.utils import timezone

from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective
from contacts.directory.models import EmailAddress, Person
from events.days.enums import DayState
from events.days.models import Cycle, Day
from events.programme.models import Session
from events.registration.emails import answer_link
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink

HOUSE = Actor.system("tests")


class GuestFactory(factory.django.DjangoModelFactory):
    """Someone with an address at example.org."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    first_name = "Noémie"
    last_name = factory.Sequence(lambda n: f"Quatrevents{n}")

    @factory.post_generation
    def email(self, create: bool, extracted: str | None, **_kwargs: object) -> None:
        if create and extracted != "":
            EmailAddress.objects.create(person=self, address=extracted or f"invite{self.pk}@example.org")


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Collective

    kind = CollectiveKind.COMMITTEE
    name = factory.Sequence(lambda n: f"Comité {n}")
    slug = factory.Sequence(lambda n: f"comite-inscriptions-{n}")


class OpenCycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cycle

    name = "Journées régionales des transitions"
    slug = factory.Sequence(lambda n: f"cycle-inscriptions-{n}")


class OpenDayFactory(factory.django.DjangoModelFactory):
    """Registrations are open, four weeks before."""

    class Meta:
        model = Day

    cycle = factory.SubFactory(OpenCycleFactory)
    committee = factory.SubFactory(CommitteeFactory)
    title = "Centre-Val de Loire"
    slug = factory.Sequence(lambda n: f"centre-val-de-loire-{n}")
    date = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=28))
    starts = time(8, 45)
    ends = time(16, 15)
    place_name = "Hôtel de Région, Orléans"
    state = DayState.OPEN


class AtelierFactory(factory.django.DjangoModelFactory):
    """An atelier of the late morning."""

    class Meta:
        model = Session

    day = factory.SubFactory(OpenDayFactory)
    kind = "atelier"
    title = factory.Sequence(lambda n: f"Atelier {n}")
    starts = time(11, 15)
    ends = time(12, 45)
    bookable = True


def link_of(day: Day, person: Person) -> SecretLink:
    """The personal link of a guest."""
    return answer_link(day=day, person=person, by=HOUSE)


def guest_actor(day: Day, person: Person) -> Actor:
    """Who acts when the guest answers by their link."""
    return Actor.link(link_of(day, person))

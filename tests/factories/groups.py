"""Invented démarches, groups and members."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective, Membership, Process
from collectives.mandates.models import Seat
from tests.factories.directory import OrganisationFactory, PersonFactory


class ProcessFactory(DjangoModelFactory):
    """A démarche."""

    class Meta:
        model = Process

    name = factory.Sequence(lambda n: f"Démarche imaginaire {n}")
    slug = factory.Sequence(lambda n: f"demarche-imaginaire-{n}")


class CollectiveFactory(DjangoModelFactory):
    """A chantier coopératif of a démarche."""

    class Meta:
        model = Collective

    kind = CollectiveKind.SITE
    name = factory.Sequence(lambda n: f"Chantier imaginaire {n}")
    slug = factory.Sequence(lambda n: f"chantier-imaginaire-{n}")
    process = factory.SubFactory(ProcessFactory)


class PersonMemberFactory(DjangoModelFactory):
    """A person who sits in its own name, with its seat."""

    class Meta:
        model = Membership

    collective = factory.SubFactory(CollectiveFactory)
    person = factory.SubFactory(PersonFactory)
    since_on = date(2026, 1, 5)

    @factory.post_generation
    def seat(self, create: bool, extracted: object, **kwargs: object) -> None:
        """One seat for each voting member."""
        if create and self.voting:  # type: ignore[attr-defined]
            Seat.objects.create(membership=self)


class OrganisationMemberFactory(PersonMemberFactory):
    """An organisation, with its seat and nobody on it yet."""

    person = None
    organisation = factory.SubFactory(OrganisationFactory)

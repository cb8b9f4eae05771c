"""Invented persons and organisations."""

import factory
from factory.django import DjangoModelFactory

from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position


class OrganisationFactory(DjangoModelFactory):
    """An organisation."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Ressourcerie imaginaire {n}")


class PersonFactory(DjangoModelFactory):
    """A person without address."""

    class Meta:
        model = Person

    first_name = "Ariane"
    last_name = factory.Sequence(lambda n: f"Testard {n}")


class EmailFactory(DjangoModelFactory):
    """A main address."""

    class Meta:
        model = EmailAddress

    person = factory.SubFactory(PersonFactory)
    address = factory.Sequence(lambda n: f"personne{n}@example.org")


class PhoneFactory(DjangoModelFactory):
    """A phone."""

    class Meta:
        model = Phone

    person = factory.SubFactory(PersonFactory)
    raw = "01 99 00 12 34"
    e164 = "+33199001234"


class PositionFactory(DjangoModelFactory):
    """A position in an organisation."""

    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Coordinatrice"


def reachable_person(**fields: object) -> Person:
    """A person who can be written to."""
    person = PersonFactory(**fields)
    EmailFactory(person=person)
    return person

"""A little territory: Orléans and Blois in the Centre-Val de Loire."""

import factory

from contacts.reference.models import Commune, Department, Epci, Region, Theme


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "24"
    name = "Centre-Val de Loire"
    zone = "metro"
    seat = "Orléans"
    forme_de = "du Centre-Val de Loire"
    forme_en = "en Centre-Val de Loire"
    authority = "Conseil régional du Centre-Val de Loire"
    usual_name = "Région Centre-Val de Loire"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ["code"]

    code = "45"
    name = "Loiret"
    region = factory.SubFactory(RegionFactory)
    forme_de = "du Loiret"


class EpciFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Epci
        django_get_or_create = ["siren"]

    siren = "244500468"
    name = "Orléans Métropole"
    kind = "ME"
    department = factory.SubFactory(DepartmentFactory)


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune
        django_get_or_create = ["code"]

    code = "45234"
    name = "Orléans"
    department = factory.SubFactory(DepartmentFactory)
    epci = factory.SubFactory(EpciFactory)
    postcodes = "45000 45100"
    population = 117_000


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.Sequence(lambda n: f"Thème {n}")
    rank = factory.Sequence(lambda n: n)

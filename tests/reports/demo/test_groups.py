"""The demo's groups hold together, and the volume has the size that was asked."""

import random

import pytest

from collectives.actions.models import Action
from collectives.groups.models import Collective
from collectives.mandates.models import Seat
from collectives.meetings.models import Meeting
from contacts.reference.models import Department, Region, Theme
from labo_ess.audit.actors import Actor
from reports.demo.scenario import rows, tables
from reports.demo.volume_groups import load_groups
from tests.factories.directory import OrganisationFactory, PersonFactory


def _named(described: dict) -> tuple[set[str], set[str]]:
    """Keys of organisations and persons that the groups use."""
    organisations, persons = set(), {described["committees"]["labo"]}
    for row in described["collectives"]:
        organisations |= {each[0] for each in row["organisations"]} | ({row["lead"]} if row.get("lead") else set())
        persons |= {each[0] for each in row["persons"]} | {mandate[0] for each in row["organisations"] for mandate in each[3]}
    return organisations, persons


def test_everyone_the_groups_name_is_in_the_scenario() -> None:
    described = tables("collectives")
    organisations, persons = _named(described)
    known = {row["key"] for row in rows("organisations")} | {row["key"] for row in described["organisations"]}
    assert {key for key in organisations if ":" not in key} <= known
    assert persons <= {row["key"] for row in rows("persons")} | {row["key"] for row in described["persons"]}


def test_every_day_of_the_scenario_has_its_committee() -> None:
    assert {row["key"] for row in tables("days")["days"]} <= set(tables("collectives")["committees"])


@pytest.mark.django_db
def test_the_volume_has_the_size_asked() -> None:
    region = Region.objects.create(code="24", name="Centre-Val de Loire", zone="metro")
    Department.objects.create(code="45", name="Loiret", region=region)
    for slug in ("a", "b"):
        Theme.objects.get_or_create(slug=slug, defaults={"name": slug})
    OrganisationFactory.create_batch(5)
    people = PersonFactory.create_batch(8)
    load_groups(collectives=6, meetings=30, actions=60, persons=people, chance=random.Random(1), seed=1, by=Actor.system("volume"))
    assert (Collective.objects.count(), Meeting.objects.count(), Action.objects.count(), Seat.objects.count()) == (6, 30, 60, 48)

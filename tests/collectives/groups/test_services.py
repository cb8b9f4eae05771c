"""Making and naming collectives."""

import pytest

from collectives.groups.enums import CollectiveKind
from collectives.groups.services import create_collective, rename_collective
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("tests")


def test_a_collective_gets_an_address_of_its_own() -> None:
    first = create_collective(kind=CollectiveKind.SITE, name="Réemploi sur les chantiers", by=HOUSE)
    second = create_collective(kind=CollectiveKind.SITE, name="Réemploi sur les chantiers", by=HOUSE)
    assert (first.slug, second.slug) == ("reemploi-sur-les-chantiers", "reemploi-sur-les-chantiers-2")


def test_a_name_is_one_line_and_fits() -> None:
    made = create_collective(kind=CollectiveKind.TEAM, name="É" * 500 + "\r\nBcc: x", by=HOUSE)
    assert (len(made.name), "\n" in made.name) == (200, False)


def test_renaming_keeps_the_address_and_is_told() -> None:
    made = create_collective(kind=CollectiveKind.BODY, name="Copil", by=HOUSE)
    renamed = rename_collective(collective=made, name="Comité de pilotage", by=HOUSE)
    assert (renamed.name, renamed.slug) == ("Comité de pilotage", "copil")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["collective.created", "collective.renamed"]


def test_a_name_of_signs_only_still_gets_an_address() -> None:
    assert create_collective(kind=CollectiveKind.TEAM, name="!!!", by=HOUSE).slug == "collectif"

"""The register names to a référent·e no group but theirs."""

import pytest

from collectives.groups.models import Collective, Process

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_referent_reads_no_name_of_another_demarche(referent) -> None:  # type: ignore[no-untyped-def]
    mine, other = Process.objects.create(name="La mienne", slug="la-mienne"), Process.objects.create(name="Une autre", slug="une-autre")
    mine.referents.add(referent.user)
    Collective.objects.create(name="Chantier à moi", slug="a-moi", kind="chantier", process=mine)
    Collective.objects.create(name="Chantier d’ailleurs", slug="ailleurs", kind="chantier", process=other)
    page = referent.get("/bureau/decisions/").content.decode()
    assert "Chantier à moi" in page
    assert "ailleurs" not in page
    assert "Une autre" not in page

"""Démarches: titles that change and stay found, phases of which one is under way."""

from datetime import date

import pytest

from collectives.groups.exceptions import NameMissing, NotEmpty, PhaseRefused
from collectives.groups.models import Process
from collectives.groups.services import (
    activate_phase,
    add_phase,
    create_process,
    edit_phase,
    edit_process,
    remove_phase,
    restore_process,
    trash_process,
)
from labo_ess.audit.actors import Actor
from labo_ess.revisions.exceptions import StaleVersion
from tests.factories.directory import OrganisationFactory
from tests.factories.groups import CollectiveFactory, ProcessFactory

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("tests")


def test_a_title_that_is_replaced_is_still_found() -> None:
    process = create_process(name="Étude-action coopérations", by=HOUSE)
    process = edit_process(process=process, name="Accompagner et financer les coopérations", by=HOUSE)
    assert (process.former_titles, process.slug) == ("Étude-action coopérations", "etude-action-cooperations")
    assert list(Process.objects.search("etude action")) == [process]


def test_former_titles_are_kept_once_each() -> None:
    process = create_process(name="B", former_titles="A\r\n\r\n A \nC", by=HOUSE)
    assert process.former_title_list == ["A", "C"]


def test_lead_organisations_are_changed() -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    process = create_process(name="B", lead_organisations=[first], by=HOUSE)
    edit_process(process=process, lead_organisations=[second], by=HOUSE)
    assert list(process.lead_organisations.all()) == [second]


def test_a_demarche_without_title_is_refused() -> None:
    with pytest.raises(NameMissing, match="titre"):
        create_process(name="  \x00 ", by=HOUSE)


def test_an_older_page_does_not_overwrite() -> None:
    process = ProcessFactory()
    edit_process(process=process, aims="Un", seen_version=1, by=HOUSE)
    with pytest.raises(StaleVersion):
        edit_process(process=process, aims="Deux", seen_version=1, by=HOUSE)
    process.refresh_from_db()
    assert process.aims == "Un"


def test_one_phase_is_active() -> None:
    process = ProcessFactory()
    first = add_phase(process=process, title="Écoute", active=True, by=HOUSE)
    second = add_phase(process=process, title="Chantiers", by=HOUSE)
    activate_phase(phase=second, by=HOUSE)
    first.refresh_from_db()
    assert (first.active, list(process.phases.values_list("title", "active"))) == (False, [("Écoute", False), ("Chantiers", True)])


def test_a_phase_ends_after_it_starts() -> None:
    phase = add_phase(process=ProcessFactory(), title="Écoute", by=HOUSE)
    with pytest.raises(PhaseRefused, match="finit avant"):
        edit_phase(phase=phase, title="Écoute", starts_on=date(2026, 3, 1), ends_on=date(2026, 2, 1), by=HOUSE)
    with pytest.raises(PhaseRefused, match="titre"):
        edit_phase(phase=phase, title=" ", by=HOUSE)


def test_a_phase_is_removed() -> None:
    phase = add_phase(process=ProcessFactory(), title="Écoute", by=HOUSE)
    assert remove_phase(phase=phase, by=HOUSE).phases.count() == 0


def test_a_demarche_goes_to_the_corbeille_once_empty() -> None:
    collective = CollectiveFactory()
    with pytest.raises(NotEmpty, match="vivent"):
        trash_process(process=collective.process, by=HOUSE)
    empty = ProcessFactory()
    assert trash_process(process=empty, by=HOUSE).is_trashed is True
    assert restore_process(process=empty, by=HOUSE).is_trashed is False

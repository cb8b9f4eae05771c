"""Étapes: the table of passages, criteria that are met or explained, groups that cannot be closed yet."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collectives.groups import obstacles
from collectives.groups.enums import STAGE_PASSAGES, Stage
from collectives.groups.exceptions import PassageDateRefused, PassageRefused, ReasonMissing, StillPlanned
from collectives.groups.models import StageChange
from collectives.groups.services import pass_stage, trash_collective
from collectives.groups.stages import LIFE, SEEDS, criteria
from labo_ess.audit.actors import Actor
from tests.factories.groups import CollectiveFactory

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("tests")
TODAY = timezone.localdate()
ALL = [code for code, _ in SEEDS[Stage.LAUNCH]]


def test_a_passage_keeps_its_date_criteria_and_reason() -> None:
    group = CollectiveFactory()
    change = pass_stage(collective=group, after=Stage.LAUNCH, changed_on=TODAY, criteria=ALL[1:], reason="Le défi sera relu en mars.", by=HOUSE)
    group.refresh_from_db()
    assert (group.stage, change.changed_on, change.reason) == (Stage.LAUNCH, TODAY, "Le défi sera relu en mars.")
    assert (len(change.met), change.unmet) == (len(ALL) - 1, ["Le défi est formulé et accepté par le groupe"])


def test_an_unmet_criterion_needs_a_reason() -> None:
    group = CollectiveFactory()
    with pytest.raises(ReasonMissing, match="défi"):
        pass_stage(collective=group, after=Stage.LAUNCH, changed_on=TODAY, criteria=ALL[1:], reason="  ", by=HOUSE)
    group.refresh_from_db()
    assert (group.stage, StageChange.objects.count()) == (Stage.EMERGENCE, 0)


def test_all_criteria_met_need_no_reason() -> None:
    pass_stage(collective=CollectiveFactory(), after=Stage.LAUNCH, changed_on=TODAY, criteria=ALL, by=HOUSE)
    assert StageChange.objects.get().unmet == []


def test_a_step_back_needs_a_reason() -> None:
    group = CollectiveFactory(stage=Stage.FOLLOW_UP)
    with pytest.raises(ReasonMissing, match="précédente"):
        pass_stage(collective=group, after=Stage.LAUNCH, changed_on=TODAY, by=HOUSE)
    pass_stage(collective=group, after=Stage.LAUNCH, changed_on=TODAY, reason="Le groupe se reforme.", by=HOUSE)
    assert StageChange.objects.get().criteria == []


@pytest.mark.parametrize("before", list(Stage))
def test_no_passage_outside_the_table(before: Stage) -> None:
    for after in set(Stage) - STAGE_PASSAGES[before]:
        with pytest.raises(PassageRefused):
            pass_stage(collective=CollectiveFactory(stage=before), after=after, changed_on=TODAY, reason="Pour voir", by=HOUSE)


@pytest.mark.parametrize("before", list(Stage))
def test_every_passage_of_the_table(before: Stage) -> None:
    for after in STAGE_PASSAGES[before]:
        group = CollectiveFactory(stage=before)
        pass_stage(collective=group, after=after, changed_on=TODAY, reason="Pour voir", by=HOUSE)
        group.refresh_from_db()
        assert group.stage == after


def test_a_passage_is_told_once_done_and_in_order() -> None:
    group = CollectiveFactory()
    with pytest.raises(PassageDateRefused, match="une fois fait"):
        pass_stage(collective=group, after=Stage.LAUNCH, changed_on=TODAY + timedelta(days=1), criteria=ALL, by=HOUSE)
    pass_stage(collective=group, after=Stage.LAUNCH, changed_on=TODAY, criteria=ALL, by=HOUSE)
    with pytest.raises(PassageDateRefused, match="précédent"):
        pass_stage(collective=group, after=Stage.FOLLOW_UP, changed_on=date(2020, 1, 1), reason="x", by=HOUSE)


def test_a_group_is_not_closed_while_something_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obstacles, "_obstacles", [])
    obstacles.register(lambda collective: "La réunion du 3 décembre est convoquée : annulez-la d’abord.")
    group = CollectiveFactory()
    for act in (
        lambda: pass_stage(collective=group, after=Stage.CLOSED, changed_on=TODAY, reason="Fini", by=HOUSE),
        lambda: trash_collective(collective=group, by=HOUSE),
    ):
        with pytest.raises(StillPlanned, match="3 décembre"):
            act()
    group.refresh_from_db()
    assert (group.stage, group.is_trashed) == (Stage.EMERGENCE, False)


def test_asleep_is_allowed_while_something_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obstacles, "_obstacles", [lambda collective: "Non."])
    group = CollectiveFactory()
    pass_stage(collective=group, after=Stage.ASLEEP, changed_on=TODAY, reason="Pause", by=HOUSE)
    group.refresh_from_db()
    assert group.stage == Stage.ASLEEP


def test_waking_asks_no_criteria_again() -> None:
    assert [criteria(Stage.ASLEEP, each) for each in LIFE] == [[]] * len(LIFE)

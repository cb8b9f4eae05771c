"""Retro-plannings: what moves with the day, and what stays."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectives.actions import planning
from collectives.actions.exceptions import BoardRefused, ColumnInUse, NameTaken, NoAnchor
from collectives.actions.models import Action, PlanningModel
from collectives.actions.services import create_action, edit_action, postpone_action
from events.days.services import edit_day
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import history
from tests.factories.actions import HOUSE, board_of, retroplanning
from tests.factories.days import DayFactory
from tests.factories.groups import CollectiveFactory

DAY = date(2027, 11, 30)


def dates_of(board) -> dict[str, date]:
    return dict(Action.objects.filter(board=board).values_list("title", "due_on"))


@pytest.mark.django_db
def test_the_model_makes_thirteen_lines_in_days_from_the_anchor():
    board = retroplanning(DAY)
    offsets = list(board.actions.order_by("offset_days").values_list("offset_days", flat=True))
    assert offsets == [-84, -70, -56, -42, -35, -21, -14, -7, -1, 2, 15, 30, 60]
    assert board.actions.get(offset_days=-84).due_on == date(2027, 9, 7)
    assert planning.apply_model(board=board, model=PlanningModel.objects.get(), by=HOUSE) == []


@pytest.mark.django_db
def test_a_day_moved_by_ten_days_moves_all_but_the_pinned_one():
    day = DayFactory(date=DAY)
    board = retroplanning(DAY, day.committee, follows_day=True)
    before = dates_of(board)
    pinned = board.actions.get(offset_days=-14)
    edit_action(action=pinned, seen_version=1, pinned=True, by=HOUSE)
    moved = edit_day(day, by=HOUSE, date=DAY + timedelta(days=10)).moved_dates
    assert (moved.followed, moved.stayed) == (12, 1)
    assert moved.sentence == "12 dates ont suivi, 1 est restée, fixée à la main"
    after = dates_of(board)
    assert {title for title in before if after[title] != before[title] + timedelta(days=10)} == {pinned.title}
    assert after[pinned.title] == before[pinned.title]
    assert "12 dates ont suivi, 1 est restée, fixée à la main" in history(day)[0].sentence


@pytest.mark.django_db
def test_a_day_whose_hours_change_moves_nothing():
    day = DayFactory(date=DAY)
    board = retroplanning(DAY, day.committee, follows_day=True)
    before = dates_of(board)
    assert edit_day(day, by=HOUSE, title="Autre nom").moved_dates is None
    assert dates_of(board) == before


@pytest.mark.django_db
def test_a_board_that_follows_nothing_stays():
    day = DayFactory(date=DAY)
    board = retroplanning(DAY, day.committee)
    before = dates_of(board)
    assert not edit_day(day, by=HOUSE, date=DAY + timedelta(days=10)).moved_dates
    assert dates_of(board) == before


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.integers(-400, 400), min_size=1, max_size=5), pinned=st.sets(st.integers(0, 12), max_size=4))
def test_moving_the_anchor_back_and_forth_restores_every_date(steps, pinned):
    board = retroplanning(DAY)
    for rank, action in enumerate(board.actions.order_by("offset_days")):
        if rank in pinned:
            edit_action(action=action, seen_version=1, pinned=True, by=HOUSE)
    before = dates_of(board)
    for step in steps:
        planning.move_anchor(board=board, new_date=DAY + timedelta(days=step), by=HOUSE)
    planning.move_anchor(board=board, new_date=DAY, by=HOUSE)
    assert dates_of(board) == before
    Action.objects.filter(board=board).delete()
    board.delete()


@pytest.mark.django_db
def test_a_postponed_line_keeps_following():
    board = retroplanning(date.today() + timedelta(days=100))
    action = board.actions.get(offset_days=-14)
    later = date.today() + timedelta(days=90)
    action = postpone_action(action=action, new_date=later, by=HOUSE)
    assert (action.offset_days, action.pinned) == (-10, False)
    planning.move_anchor(board=board, new_date=date.today() + timedelta(days=110), by=HOUSE)
    assert Action.objects.get(pk=action.pk).due_on == later + timedelta(days=10)


@pytest.mark.django_db
def test_taking_the_pin_off_brings_the_date_back():
    board = retroplanning(DAY)
    action = board.actions.get(offset_days=-7)
    action = edit_action(action=action, seen_version=1, due_on=date(2027, 11, 10), pinned=True, by=HOUSE)
    planning.move_anchor(board=board, new_date=DAY + timedelta(days=5), by=HOUSE)
    action = edit_action(action=Action.objects.get(pk=action.pk), seen_version=2, pinned=False, by=HOUSE)
    assert (action.due_on, action.offset_days) == (DAY + timedelta(days=5 - 7), -7)


@pytest.mark.django_db
def test_a_free_date_becomes_one_that_follows():
    board = retroplanning(DAY)
    action = create_action(collective=board.collective, title="Commander les badges", board=board, due_on=DAY - timedelta(days=3), by=HOUSE)
    assert planning.move_anchor(board=board, new_date=DAY + timedelta(days=1), by=HOUSE).followed == 13
    action = edit_action(action=action, seen_version=1, pinned=False, by=HOUSE)
    assert action.offset_days == -4
    assert planning.move_anchor(board=board, new_date=DAY, by=HOUSE).followed == 14


@pytest.mark.django_db
def test_a_model_is_made_from_a_real_board():
    board = retroplanning(DAY)
    create_action(collective=board.collective, title="Réserver la salle", board=board, due_on=DAY - timedelta(days=50), by=HOUSE)
    create_action(collective=board.collective, title="Sans date", board=board, by=HOUSE)
    model = planning.make_model_from_board(board=board, name="Chez nous", by=HOUSE)
    assert (model.lines.count(), model.lines.get(title="Réserver la salle").offset_days) == (14, -50)
    with pytest.raises(NameTaken):
        planning.make_model_from_board(board=board, name="Chez nous", by=HOUSE)


@pytest.mark.django_db
def test_a_model_needs_an_anchor_and_dates():
    board = board_of(CollectiveFactory())
    with pytest.raises(NoAnchor):
        planning.make_model_from_board(board=board, name="Vide", by=HOUSE)
    planning.load_models()
    with pytest.raises(NoAnchor):
        planning.apply_model(board=board, model=PlanningModel.objects.get(), by=HOUSE)
    planning.move_anchor(board=board, new_date=DAY, by=HOUSE)
    with pytest.raises(BoardRefused):
        planning.make_model_from_board(board=board, name="Vide", by=HOUSE)
    assert PlanningModel.objects.count() == 1


@pytest.mark.django_db
def test_columns_come_before_the_one_that_closes_and_leave_when_empty():
    board = board_of(CollectiveFactory())
    waiting = planning.add_column(board=board, title="En attente", by=HOUSE)
    assert [column.title for column in board.columns.all()] == ["À faire", "En cours", "En attente", "Fait"]
    create_action(collective=board.collective, title="Ici", column=waiting, by=HOUSE)
    with pytest.raises(ColumnInUse):
        planning.remove_column(column=waiting, by=HOUSE)


@pytest.mark.django_db
def test_the_same_anchor_twice_says_nothing():
    board = retroplanning(DAY)
    assert not planning.move_anchor(board=board, new_date=DAY, by=HOUSE)
    assert AuditEntry.objects.filter(verb="board.anchor_moved").count() == 0


@pytest.mark.parametrize(
    ("followed", "stayed", "words"),
    [(0, 0, "aucune date n’a suivi"), (1, 0, "1 date a suivi"), (1, 2, "1 date a suivi, 2 sont restées, fixées à la main")],
)
def test_the_sentence_agrees(followed, stayed, words):
    assert planning.Moved(followed, stayed).sentence == words

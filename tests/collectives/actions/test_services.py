"""What can be done to actions, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collectives.actions import services
from collectives.actions.enums import ACTION_PASSAGES, ActionState
from collectives.actions.exceptions import ActionClosed, DueBeforeBirth, ElsewhereRefused, NothingToDo, PassageRefused, PostponedToThePast
from collectives.actions.models import Action
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import history
from labo_ess.revisions.exceptions import StaleVersion
from tests.factories.actions import HOUSE, ActionFactory, board_of
from tests.factories.directory import PersonFactory
from tests.factories.groups import CollectiveFactory

pytestmark = pytest.mark.django_db


def test_an_action_is_made_in_the_first_column():
    board = board_of(CollectiveFactory())
    action = services.create_action(collective=board.collective, title="  Écrire\nau maire ", board=board, by=HOUSE, origin_label="Réunion du 3")
    assert (action.title, action.column.title, action.state, action.born_on) == ("Écrire au maire", "À faire", "open", timezone.localdate())
    assert AuditEntry.objects.filter(verb="action.created", object_id=action.public_id).count() == 1


def test_an_action_due_before_it_was_born_is_told_in_words():
    with pytest.raises(DueBeforeBirth) as refusal:
        services.create_action(collective=CollectiveFactory(), title="Hier", due_on=date(2026, 3, 1), born_on=date(2026, 3, 2), by=HOUSE)
    assert "précède la naissance de l’action (lundi 2 mars 2026)" in str(refusal.value)
    assert (refusal.value.field, Action.objects.count()) == ("due_on", 0)


def test_an_action_without_a_word_is_refused():
    with pytest.raises(NothingToDo):
        services.create_action(collective=CollectiveFactory(), title=" \u200b ", by=HOUSE)


def test_a_board_of_another_group_is_refused():
    with pytest.raises(ElsewhereRefused):
        services.create_action(collective=CollectiveFactory(), title="Ailleurs", board=board_of(CollectiveFactory()), by=HOUSE)


@pytest.mark.parametrize("before", ActionState)
@pytest.mark.parametrize("after", ActionState)
def test_only_the_passages_of_the_table_pass(before, after):
    action = ActionFactory(state=before)
    if after == before or after in ACTION_PASSAGES[before]:
        assert services.pass_action(action=action, state=after, by=HOUSE).state == after
    else:
        with pytest.raises(PassageRefused):
            services.pass_action(action=action, state=after, by=HOUSE)


def test_done_goes_to_the_column_that_closes_and_comes_back_where_it_stood():
    board = board_of(CollectiveFactory())
    _todo, doing, done = board.columns.all()
    action = services.create_action(collective=board.collective, title="Relire", column=doing, by=HOUSE)
    action = services.pass_action(action=action, state="done", by=HOUSE)
    assert (action.column, action.closed_at is None) == (done, False)
    action = services.pass_action(action=action, state="open", by=HOUSE)
    assert (action.column, action.closed_at) == (doing, None)


def test_moving_keeps_the_order_and_closes():
    board = board_of(CollectiveFactory())
    todo, _doing, done = board.columns.all()
    _first, second, third = (services.create_action(collective=board.collective, title=str(n), column=todo, by=HOUSE) for n in range(3))
    services.move_action(action=third, column=todo, position=0, by=HOUSE)
    assert list(Action.objects.filter(column=todo).order_by("position").values_list("title", flat=True)) == ["2", "0", "1"]
    assert services.move_action(action=second, column=done, by=HOUSE).state == "done"
    assert services.move_action(action=second, column=todo, position=1, by=HOUSE).state == "open"
    assert list(Action.objects.filter(column=todo).order_by("position").values_list("title", flat=True)) == ["2", "1", "0"]


def test_a_column_of_another_group_is_refused():
    with pytest.raises(ElsewhereRefused):
        services.move_action(action=ActionFactory(), column=board_of(CollectiveFactory()).columns.first(), by=HOUSE)


def test_two_people_who_save_at_once_are_told():
    action = ActionFactory()
    services.edit_action(action=action, seen_version=1, title="Première", by=HOUSE)
    with pytest.raises(StaleVersion):
        services.edit_action(action=action, seen_version=1, title="Seconde", by=HOUSE)
    assert Action.objects.get().title == "Première"


def test_an_edited_date_before_birth_is_refused_and_nothing_is_kept():
    action = ActionFactory(born_on=date(2026, 3, 2), due_on=None)
    with pytest.raises(DueBeforeBirth):
        services.edit_action(action=action, seen_version=1, title="Autre", due_on=date(2026, 3, 1), by=HOUSE)
    assert Action.objects.values_list("title", "due_on", "lock_version").get() == (action.title, None, 1)


def test_a_postponement_looks_ahead_and_can_be_undone():
    action = ActionFactory()
    before, later = action.due_on, timezone.localdate() + timedelta(days=20)
    action = services.postpone_action(action=action, new_date=later, by=HOUSE)
    again = services.postpone_action(action=action, new_date=later, by=HOUSE)
    assert (again.due_on, AuditEntry.objects.filter(verb="action.postponed").count()) == (later, 1)
    with pytest.raises(PostponedToThePast):
        services.postpone_action(action=action, new_date=timezone.localdate(), by=HOUSE)
    assert services.undo_postponement(action=action, by=HOUSE).due_on == before
    assert services.undo_postponement(action=action, by=HOUSE).due_on == before


def test_an_action_that_is_done_is_not_postponed():
    with pytest.raises(ActionClosed):
        services.postpone_action(action=ActionFactory(state="done"), new_date=timezone.localdate() + timedelta(days=3), by=HOUSE)


def test_boxes_are_added_ticked_and_taken_off():
    action = ActionFactory()
    box = services.add_item(action=action, text="Devis reçu", by=HOUSE)
    services.tick_item(item=box, done=True, by=HOUSE)
    services.tick_item(item=box, done=True, by=HOUSE)
    assert (action.checklist.get().done, AuditEntry.objects.filter(verb="action.item_ticked").count()) == (True, 1)
    services.remove_item(item=box, by=HOUSE)
    assert action.checklist.count() == 0


def test_a_label_of_another_board_is_refused():
    from collectives.actions.planning import add_label

    board = board_of(CollectiveFactory())
    label = add_label(board=board, name="Urgent", series=2, by=HOUSE)
    action = services.create_action(collective=board.collective, title="Étiqueter", board=board, by=HOUSE)
    assert list(services.set_labels(action=action, labels=[label], by=HOUSE).labels.all()) == [label]
    with pytest.raises(ElsewhereRefused):
        services.set_labels(action=ActionFactory(), labels=[label], by=HOUSE)


def test_the_corbeille_and_back():
    action = ActionFactory()
    services.trash_action(action=action, by=HOUSE)
    assert Action.objects.alive().count() == 0
    services.restore_action(action=action, by=HOUSE)
    assert Action.objects.alive().count() == 1


def test_the_history_says_each_act():
    action = ActionFactory(due_on=None)
    person = PersonFactory(first_name="Lou", last_name="Santerre")
    services.assign_action(action=action, owner=person, by=HOUSE)
    services.postpone_action(action=action, new_date=timezone.localdate() + timedelta(days=9), by=HOUSE)
    services.pass_action(action=action, state="done", by=HOUSE)
    said = [line.sentence for line in history(action)]
    assert said[0] == "a noté que l’action est faite"
    assert said[1].startswith("a reporté l’échéance au ")
    assert said[2] == "a confié l’action à Lou Santerre"

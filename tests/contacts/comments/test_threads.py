"""Threads: who speaks, who reads, what is taken back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from collectives.actions.emails import action_link
from contacts.comments.exceptions import NothingSaid, TooLong
from contacts.comments.models import Comment
from contacts.comments.registry import key_of
from contacts.comments.services import LONGEST, add_comment, restore_comment, withdraw_comment
from contacts.comments.threads import thread_of, threads_of
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from tests.factories.actions import HOUSE, ActionFactory, owned_action

pytestmark = pytest.mark.django_db


def panel(obj) -> str:
    return reverse("contacts:comments:thread", args=[key_of(obj), obj.public_id])


def test_a_form_posted_twice_makes_one_comment_and_other_words_another():
    action = ActionFactory()
    for text in ("Oui", "Oui", "Non", "Non"):
        add_comment(obj=action, text=text, form_key="abc", by=HOUSE)
    assert [line.text for line in thread_of(action).lines] == ["Oui", "Non"]


@pytest.mark.parametrize(("text", "refusal"), [("  \n", NothingSaid), ("x" * (LONGEST + 1), TooLong)])
def test_bad_words_are_refused(text, refusal):
    with pytest.raises(refusal):
        add_comment(obj=ActionFactory(), text=text, by=HOUSE)
    assert Comment.objects.count() == 0


def test_a_comment_by_link_bears_the_name_of_its_holder():
    action = owned_action()
    by = Actor.link(action_link(action=action, person=action.owner, by=HOUSE))
    add_comment(obj=action, text="Fait demain", by=by, person=action.owner)
    line = thread_of(action, by=by).lines[0]
    assert (line.who, line.mine) == (action.owner.name, True)
    assert thread_of(action).lines[0].mine is False


def test_topics_part_threads_in_the_same_queries(django_assert_num_queries):
    action = ActionFactory()
    for topic in ("", "point-1", "point-2"):
        add_comment(obj=action, text=f"sur {topic}", topic=topic, by=HOUSE)
    with django_assert_num_queries(1):
        threads = threads_of(action, ["point-3"])
    assert {topic: shown.count for topic, shown in threads.items()} == {"": 1, "point-1": 1, "point-2": 1, "point-3": 0}


@pytest.mark.parametrize("number", [1, 3])
def test_reading_a_thread_costs_the_same(team, django_assert_num_queries, number):
    action = ActionFactory()
    for n in range(number):
        add_comment(obj=action, text=str(n), by=Actor.user(team.user))
    with django_assert_num_queries(2):
        assert thread_of(action, user=team.user).count == number


def test_a_withdrawn_comment_leaves_its_place_and_comes_back():
    action = ActionFactory()
    comment = add_comment(obj=action, text="Trop vite dit", by=HOUSE)
    withdraw_comment(comment=comment, by=HOUSE)
    withdraw_comment(comment=comment, by=HOUSE)
    line = thread_of(action).lines[0]
    assert (line.withdrawn, "Trop vite" in line.text, thread_of(action).count) == (True, False, 0)
    restore_comment(comment=comment, by=HOUSE)
    assert thread_of(action).count == 1
    assert [each.sentence for each in history(action)] == ["a remis un commentaire", "a retiré un commentaire", "a écrit un commentaire"]


def test_a_comment_is_added_on_the_page_and_withdrawn_with_undo(team):
    action = ActionFactory()
    answer = team.post(panel(action), {"text": "Je m’en charge", "form_key": "k", "next": "https://ailleurs.example/"})
    assert answer.url == reverse("collectives:actions:action", args=[action.collective.slug, action.public_id]) + "#commentaires"
    comment = Comment.objects.get()
    page = team.post(reverse("contacts:comments:act", args=[comment.public_id, "retirer"]), follow=True).content.decode()
    assert reverse("contacts:comments:act", args=[comment.public_id, "remettre"]) in page


def test_an_empty_comment_is_told_beside_its_box(team):
    answer = team.post(panel(ActionFactory()), {"text": "  "})
    assert (answer.status_code, 'data-error="text"' in answer.content.decode()) == (422, True)


def test_a_thread_asks_its_object(team, reader, referent):
    action = ActionFactory()
    assert [each.get(panel(action)).status_code for each in (team, reader, referent)] == [200, 200, 404]
    assert [each.post(panel(action), {"text": "A"}).status_code for each in (reader, referent)] == [403, 404]
    action.collective.process.referents.add(referent.user)
    assert referent.post(panel(action), {"text": "A"}).status_code == 302
    comment = Comment.objects.get()
    assert reader.post(reverse("contacts:comments:act", args=[comment.public_id, "retirer"])).status_code == 403


def test_what_nobody_answers_for_stays_closed(team):
    person = owned_action().owner
    assert team.get(panel(person)).status_code == 404
    assert team.get(reverse("contacts:comments:thread", args=["rien", uuid4()])).status_code == 404

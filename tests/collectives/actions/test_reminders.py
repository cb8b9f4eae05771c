"""Reminders and the link that answers them."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from collectives.actions.emails import action_link, action_reminder
from collectives.actions.models import Action
from collectives.actions.reminders import remind_due
from collectives.actions.services import add_item, assign_action, pass_action, postpone_action
from collectives.actions.tasks import remind_owners
from labo_ess.links.services import path
from labo_ess.outbox.mail import CauseGone
from labo_ess.outbox.models import OutboxEmail
from tests.factories.actions import HOUSE, ActionFactory, owned_action
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def link_path(action: Action) -> str:
    return path(action_link(action=action, person=action.owner, by=HOUSE))


def tomorrow(days: int = 1) -> str:
    return (TODAY() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("days", "number"), [(4, 0), (3, 1), (0, 1), (-1, 1), (-14, 1), (-15, 0)])
def test_a_reminder_leaves_three_days_before_and_when_late(days, number):
    owned_action(due_on=TODAY() + timedelta(days=days), born_on=TODAY() - timedelta(days=40))
    assert (remind_due(today=TODAY(), by=HOUSE), remind_due(today=TODAY(), by=HOUSE)) == (number, 0)
    assert OutboxEmail.objects.filter(message="action_reminder").count() == number


def test_each_date_is_told_once_whatever_the_days_missed():
    action = owned_action(due_on=TODAY() + timedelta(days=2))
    remind_due(today=TODAY(), by=HOUSE)
    remind_due(today=TODAY() + timedelta(days=2), by=HOUSE)
    remind_due(today=TODAY() + timedelta(days=5), by=HOUSE)
    remind_due(today=TODAY() + timedelta(days=6), by=HOUSE)
    first, late = (f"reminder:action:{action.public_id}:{TODAY() + timedelta(days=days)}" for days in (-1, 3))
    assert set(OutboxEmail.objects.values_list("key", flat=True)) == {first, late}


def test_nobody_is_reminded_of_what_is_done_unowned_or_born_today():
    ActionFactory(due_on=TODAY())
    owned_action(due_on=TODAY(), state="done")
    owned_action(due_on=TODAY(), born_on=TODAY())
    assert remind_owners() == 0


def test_the_mail_says_what_and_how_late_with_a_personal_link():
    action = owned_action(title="Chiffrer le poste", due_on=TODAY() - timedelta(days=2))
    add_item(action=action, text="Demander un devis", by=HOUSE)
    remind_due(today=TODAY(), by=HOUSE)
    mail = action_reminder(OutboxEmail.objects.get())
    assert (mail.to, mail.context["late"]) == (action.owner.emails.get().address, "2\u202fjours de retard".replace("\u202f", " "))
    assert mail.context["link"].endswith(link_path(action))


def test_a_reminder_whose_cause_is_gone_does_not_leave():
    action = owned_action(due_on=TODAY())
    remind_due(today=TODAY(), by=HOUSE)
    postpone_action(action=action, new_date=TODAY() + timedelta(days=9), by=HOUSE)
    with pytest.raises(CauseGone):
        action_reminder(OutboxEmail.objects.get())


def test_the_owner_says_done_and_can_undo(client):
    action = owned_action()
    here = link_path(action)
    page = client.get(here)
    assert page.status_code == 200
    assert re.findall(r'data-verb="(\w+)"', page.content.decode()) == ["done", "postpone"]
    assert client.post(f"{here}done/", {"confirm": "on"}).status_code == 302
    assert Action.objects.get().state == "done"
    assert client.post(f"{here}done/", {"confirm": "on"}).status_code == 302
    receipt = client.get(f"{here}?fait=done").content.decode()
    assert "C’est noté" in receipt
    assert client.post(f"{here}undo/", {"confirm": "on"}).status_code == 302
    assert Action.objects.get().state == "open"


def test_the_owner_postpones_and_can_undo(client):
    action = owned_action()
    here, before = link_path(action), action.due_on
    for _ in range(2):
        assert client.post(f"{here}postpone/", {"choice": tomorrow(30)}).status_code == 302
    assert Action.objects.get().due_on == TODAY() + timedelta(days=30)
    assert 'data-verb="undo"' in client.get(f"{here}?fait=postpone").content.decode()
    client.post(f"{here}undo/", {"confirm": "on"})
    assert Action.objects.get().due_on == before


def test_each_choice_that_is_served_is_valid(client):
    action = owned_action()
    here = link_path(action)
    page = client.get(here).content.decode()
    form = page[page.index('data-verb="postpone"') :]
    served = re.search(r'name="new_date" value="([\d-]+)"', form)
    for value in re.findall(r'name="choice" value="([^"]+)"', form):
        assert client.post(f"{here}postpone/", {"choice": value, "new_date": served[1]}).status_code == 302


@pytest.mark.parametrize(
    ("verb", "typed", "field"),
    [
        ("done", {}, "confirm"),
        ("postpone", {}, "choice"),
        ("postpone", {"choice": "2020-01-01"}, "choice"),
        ("postpone", {"choice": "demain"}, "choice"),
        ("postpone", {"choice": "autre"}, "new_date"),
        ("postpone", {"choice": "autre", "new_date": "3000-01-01"}, "new_date"),
        ("undo", {}, "confirm"),
    ],
)
def test_mail_robots_and_bad_input_change_nothing(client, verb, typed, field):
    action = owned_action()
    here = link_path(action)
    client.get(f"{here}{verb}/")
    client.head(here)
    answer = client.post(f"{here}{verb}/", typed)
    if verb != "undo":
        assert (answer.status_code, f'data-error="{field}"' in answer.content.decode()) == (422, True)
    assert Action.objects.values_list("state", "due_on").get() == ("open", action.due_on)


def test_answers_after_closing_are_told(client):
    action = owned_action()
    here = link_path(action)
    pass_action(action=action, state="dropped", by=HOUSE)
    assert "abandonné cette action" in client.get(here).content.decode()
    late = client.post(f"{here}postpone/", {"choice": tomorrow(7)})
    assert (late.status_code, "Cette réponse n’est plus possible" in late.content.decode()) == (409, True)
    action.collective.stage = "clos"
    action.collective.save()
    assert "Ce groupe est clos" in client.get(here).content.decode()
    assert client.post(f"{here}done/", {"confirm": "on"}).status_code == 409


def test_another_owner_closes_the_link_of_the_first(client):
    action = owned_action()
    here = link_path(action)
    assign_action(action=action, owner=PersonFactory(), by=HOUSE)
    assert (client.get(here).status_code, client.post(f"{here}done/", {"confirm": "on"}).status_code) == (404, 404)


def test_the_command_counts(capsys):
    action = owned_action(due_on=TODAY() - timedelta(days=1))
    ActionFactory(collective=action.collective, state="done")
    ActionFactory(collective=action.collective, state="dropped")
    ActionFactory()
    call_command("actions", "--collective", action.collective.slug, "--json")
    assert capsys.readouterr().out == '{"open": 1, "done": 1, "dropped": 1, "late": 1}\n'

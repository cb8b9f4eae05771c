"""Pages of actions: what they show, to whom, in how many queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collectives.actions.models import Action, Board
from collectives.actions.planning import add_label
from collectives.actions.services import set_labels
from contacts.comments.services import add_comment
from labo_ess.audit.actors import Actor
from labo_ess.outbox.models import OutboxEmail
from tests.factories.actions import HOUSE, ActionFactory, board_of, owned_action
from tests.factories.days import DayFactory
from tests.factories.directory import EmailFactory, PersonFactory
from tests.factories.groups import CollectiveFactory, PersonMemberFactory

pytestmark = pytest.mark.django_db


def url(name: str, action: Action) -> str:
    return reverse(f"collectives:actions:{name}", args=[action.collective.slug, action.public_id])


def page_of(collective, **asked: str) -> str:
    return reverse("collectives:actions:board", args=[collective.slug]) + ("?" + "&".join(f"{k}={v}" for k, v in asked.items()) if asked else "")


def full_board(number: int) -> Board:
    board = board_of(CollectiveFactory(), anchor_date=date(2027, 3, 2))
    label = add_label(board=board, name="Urgent", by=HOUSE)
    for _ in range(number):
        action = owned_action(collective=board.collective, board=board, column=board.columns.first())
        action.checklist.create(text="a")
        set_labels(action=action, labels=[label], by=HOUSE)
        add_comment(obj=action, text="oui", by=HOUSE)
    return board


@pytest.mark.parametrize("view", ["", "liste", "retroplanning"])
def test_pages_cost_the_same_with_one_action_or_three_hundred(team, view):
    counts = {}
    for number in (1, 3, 300):
        board = full_board(number)
        team.get(page_of(board.collective, vue=view) if view else page_of(board.collective))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            page = team.get(page_of(board.collective, vue=view) if view else page_of(board.collective))
        counts[number] = len(seen)
        assert (page.status_code, f'data-count="{number}"' in page.content.decode()) == (200, True)
    assert len(set(counts.values())) == 1, counts


def test_mine_costs_the_same_with_one_action_or_three(team):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 2):
        [owned_action() for _ in range(number)]
        with CaptureQueriesContext(connection) as seen:
            assert team.get("/bureau/actions/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_mine_are_those_of_the_person_with_my_address(team, referent, reader):
    mine, other = owned_action(title="À moi"), owned_action(title="À une autre")
    process = mine.collective.process
    process.referents.add(referent.user)
    for client in (team, referent, reader):
        EmailFactory(person=mine.owner, address=client.user.email.upper())
    assert "À une autre" in team.get("/bureau/actions/").content.decode()
    for client in (team, referent, reader):
        page = client.get("/bureau/actions/?miennes=oui").content.decode()
        assert ("À moi" in page, "À une autre" in page) == (True, False)
    assert "À une autre" not in reader.get("/bureau/actions/").content.decode()
    assert other.state == "open"


def test_an_action_is_made_on_the_page(team):
    board = board_of(CollectiveFactory())
    member = PersonMemberFactory(collective=board.collective).person
    column = board.columns.first()
    typed = {"title": "Écrire l’invitation", "owner": member.public_id, "due_on": "2030-01-10", "column": column.public_id, "description": "**Vite**"}
    answer = team.post(reverse("collectives:actions:new", args=[board.collective.slug]), typed)
    assert answer.status_code == 302
    action = Action.objects.get()
    assert (action.owner, action.column, action.due_on) == (member, column, date(2030, 1, 10))
    assert "<strong>Vite</strong>" in team.get(url("action", action)).content.decode()


def test_an_owner_is_found_by_address(team):
    address = EmailFactory(address="quelquun@example.org")
    collective = CollectiveFactory()
    here = reverse("collectives:actions:new", args=[collective.slug])
    assert team.post(here, {"title": "A", "other": "Quelquun@example.org"}).status_code == 302
    assert Action.objects.get().owner == address.person
    refused = team.post(here, {"title": "A", "other": "personne@example.org"})
    assert (refused.status_code, 'data-error="other"' in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "A", "due_on": "2001-01-01"}, "due_on"),
        ({"title": "A", "due_on": "demain"}, "due_on"),
        ({"title": "A", "owner": "x"}, "owner"),
        ({"title": "A" * 300}, "title"),
        ({"title": "A", "column": "b1a5d5a0-0000-4000-8000-000000000000"}, "column"),
    ],
)
def test_bad_input_is_told_beside_its_field(team, typed, field):
    answer = team.post(reverse("collectives:actions:new", args=[CollectiveFactory().slug]), typed)
    assert (answer.status_code, f'data-error="{field}"' in answer.content.decode(), Action.objects.count()) == (422, True, 0)


def test_two_writers_meet_on_a_conflict_page(team):
    action = ActionFactory(description="Avant")
    typed = {"title": action.title, "description": "La mienne", "due_on": "", "lock_version": "1"}
    assert team.post(url("edit", action), typed).status_code == 302
    answer = team.post(url("edit", action), typed | {"description": "La seconde"})
    page = answer.content.decode()
    assert (answer.status_code, "La mienne" in page, "La seconde" in page) == (409, True, True)


def test_a_card_changes_column_by_form_and_by_drag(team):
    board = full_board(2)
    todo, doing, done = board.columns.all()
    first, second = Action.objects.order_by("pk")
    assert 'name="column"' in team.get(url("move", first)).content.decode()
    team.post(url("move", first), {"column": doing.public_id, "place": "end"})
    team.post(url("move", second), {"column": doing.public_id, "place": "end", "before": first.public_id})
    assert list(Action.objects.filter(column=doing).order_by("position")) == [second, first]
    team.post(url("move", first), {"column": done.public_id, "place": "start"})
    assert Action.objects.get(pk=first.pk).state == "done"
    refused = team.post(url("move", first), {"column": board_of(CollectiveFactory()).columns.first().public_id})
    assert (refused.status_code, Action.objects.get(pk=first.pk).column) == (422, done)
    assert todo.title == "À faire"


def test_a_drag_answers_the_board_alone(team):
    board = full_board(1)
    page = team.get(page_of(board.collective), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div class="board" id="tableau"')


def test_the_retroplanning_of_a_day_is_prepared_and_a_date_pinned(team):
    day = DayFactory(date=date(2027, 11, 30))
    here = reverse("collectives:actions:board_new", args=[day.committee.slug])
    assert 'value="Rétroplanning"' in team.get(f"{here}?modele=1").content.decode()
    from collectives.actions.models import PlanningModel
    from collectives.actions.planning import load_models

    load_models()
    typed = {"title": "Rétroplanning", "model": PlanningModel.objects.get().public_id, "follows_day": "on"}
    assert team.post(here, typed).status_code == 302
    action = Action.objects.get(offset_days=-14)
    team.post(url("pin", action), {"pinned": "1"})
    page = team.get(page_of(day.committee, vue="retroplanning")).content.decode()
    assert ('data-count="13"' in page, "J−84" in page, "fixée à la main" in page) == (True, True, True)
    form = team.get(reverse("events:days:edit", args=[day.slug])).context["form"]
    typed = {name: bound for name in form.fields if (bound := form[name].value()) not in (None, "")} | {"date": "2027-12-10"}
    page = team.post(reverse("events:days:edit", args=[day.slug]), typed, follow=True).content.decode()
    assert "12 dates ont suivi, 1 est restée, fixée à la main" in page


def test_a_board_is_set(team):
    board = board_of(CollectiveFactory())
    here = reverse("collectives:actions:board_settings", args=[board.collective.slug, board.public_id])
    team.post(here, {"act": "colonne", "title": "En attente"})
    team.post(here, {"act": "etiquette", "name": "Urgent", "series": "2"})
    team.post(here, {"act": "ancrer", "anchor_date": "2027-01-05"})
    team.post(here, {"act": "nommer", "title": "Autre"})
    board.refresh_from_db()
    assert (board.columns.count(), board.labels.count(), board.anchor_date, board.title) == (4, 1, date(2027, 1, 5), "Autre")
    refused = team.post(here, {"act": "etiquette", "name": "Urgent", "series": "2"})
    assert (refused.status_code, 'data-error="name"' in refused.content.decode()) == (422, True)
    team.post(here, {"act": "retirer-colonne", "column": board.columns.first().public_id})
    assert board.columns.count() == 3


def test_what_is_done_on_the_page_of_an_action(team):
    action = owned_action()
    team.post(url("add_item", action), {"text": "Devis"})
    box = action.checklist.get()
    team.post(reverse("collectives:actions:item_act", args=[action.collective.slug, action.public_id, box.public_id, "cocher"]))
    later = timezone.localdate() + timedelta(days=40)
    team.post(url("postpone", action), {"new_date": later.isoformat()})
    team.post(url("remind", action))
    team.post(url("remind", action))
    team.post(url("pass", action), {"state": "done"})
    box.refresh_from_db()
    action.refresh_from_db()
    assert (box.done, action.due_on, action.state, OutboxEmail.objects.count()) == (True, later, "done", 1)
    refused = team.post(url("pass", action), {"state": "dropped"}, follow=True)
    assert "ne peut pas passer" in refused.content.decode()
    past = team.post(url("postpone", ActionFactory()), {"new_date": "2020-01-01"})
    assert (past.status_code, 'data-error="new_date"' in past.content.decode()) == (422, True)


def test_the_corbeille_gives_back(team):
    action = ActionFactory()
    team.post(url("trash", action))
    assert team.get(url("action", action)).status_code == 404
    team.post(url("restore", action))
    assert team.get(url("action", action)).status_code == 200


def test_a_selection_is_noted_as_done(team):
    actions = [ActionFactory(collective=CollectiveFactory()) for _ in range(1)]
    ActionFactory(collective=actions[0].collective)
    here = reverse("collectives:actions:bulk_done", args=[actions[0].collective.slug])
    team.post(here, {"id": [str(actions[0].public_id), "pas un identifiant"]})
    assert sorted(Action.objects.values_list("state", flat=True)) == ["done", "open"]


def test_lists_filter_and_export(team, reader):
    late = owned_action(title="En retard", due_on=timezone.localdate() - timedelta(days=3))
    ActionFactory(collective=late.collective, title="À l’heure")
    page = team.get(page_of(late.collective, vue="liste", retard="oui")).content.decode()
    assert ("En retard" in page, "À l’heure" in page) == (True, False)
    page = team.get(page_of(late.collective, vue="liste", qui=late.owner.last_name.split()[0])).content.decode()
    assert "À l’heure" not in page
    assert team.get(page_of(late.collective, vue="liste", format="xlsx")).status_code == 200
    assert reader.get(page_of(late.collective, vue="liste", format="csv")).status_code == 403


def test_a_referent_works_in_its_demarche_and_nowhere_else(referent, reader):
    action, elsewhere = owned_action(), owned_action()
    action.collective.process.referents.add(referent.user)
    for name in ("action", "edit", "move"):
        assert [referent.get(url(name, each)).status_code for each in (action, elsewhere)] == [200, 404]
    assert [referent.get(page_of(each.collective)).status_code for each in (action, elsewhere)] == [200, 404]
    assert [referent.post(url("pass", each), {"state": "done"}).status_code for each in (action, elsewhere)] == [302, 404]
    assert [reader.get(url("action", action)).status_code, reader.post(url("pass", action), {"state": "open"}).status_code] == [200, 403]


def test_rights_and_queryset_agree(team, reader, referent, client_of):
    from collectives.actions.permissions import can_see_action

    action, elsewhere = ActionFactory(), ActionFactory()
    action.collective.process.referents.add(referent.user)
    for client in (team, reader, referent):
        visible = set(Action.objects.visible_to(client.user))
        assert {each for each in (action, elsewhere) if can_see_action(client.user, each)} == visible


def test_an_action_from_a_meeting_leads_back(team):
    from collectives.actions.services import create_action

    person = PersonFactory()
    origin = {"origin_label": "Réunion du 7 novembre", "origin_address": "/bureau/x/"}
    action = create_action(collective=CollectiveFactory(), title="A", owner=person, by=Actor.user(team.user), **origin)
    page = team.get(url("action", action)).content.decode()
    assert '<a href="/bureau/x/">Réunion du 7 novembre</a>' in page

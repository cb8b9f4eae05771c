"""Boards and actions of invented groups."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collectives.actions.models import Action, Board, PlanningModel
from collectives.actions.planning import DAY_MODEL, apply_model, create_board, load_models
from collectives.groups.models import Collective
from labo_ess.audit.actors import Actor
from tests.factories.directory import reachable_person
from tests.factories.groups import CollectiveFactory

HOUSE = Actor.system("tests")


class ActionFactory(DjangoModelFactory):
    """Something to do within a week, born yesterday."""

    class Meta:
        model = Action

    collective = factory.SubFactory(CollectiveFactory)
    title = factory.Sequence(lambda n: f"Appeler le traiteur {n}")
    born_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


def owned_action(**fields: object) -> Action:
    """An action with an owner who can be written to."""
    return ActionFactory(owner=reachable_person(), **fields)


def board_of(collective: Collective, **fields: object) -> Board:
    """A board with its three columns."""
    return create_board(collective=collective, title="Préparation", by=HOUSE, **fields)  # type: ignore[arg-type]


def retroplanning(anchor: date, collective: Collective | None = None, *, follows_day: bool = False) -> Board:
    """The thirteen lines of a Journée."""
    load_models()
    board = board_of(collective or CollectiveFactory(), anchor_date=anchor, follows_day=follows_day)
    apply_model(board=board, model=PlanningModel.objects.get(name=DAY_MODEL), by=HOUSE)
    return board

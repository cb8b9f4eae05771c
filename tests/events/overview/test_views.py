"""The page of a day: what it counts, and the next thing to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.days.enums import DayState
from events.days.services import pass_to
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.overview.querysets import figures_of, next_step
from events.programme.services import release
from events.registration.models import Registration, SessionChoice
from tests.factories.days import HOUSE, DayFactory
from tests.factories.programme import SessionFactory, SessionRoleFactory
from tests.factories.registration import GuestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def step(day) -> str | None:
    found = next_step(day, figures_of(day))
    return found.words if found else None


def test_one_thing_to_do_after_another() -> None:
    day = DayFactory()
    assert step(day) == "Mettre la journée en préparation"
    day = pass_to(day, DayState.PREPARING, by=HOUSE)
    assert step(day) == "Ajouter une séance"
    SessionFactory(day=day)
    assert step(day) == "Publier le programme"
    release(day, by=HOUSE)
    assert step(day) == "Ouvrir les inscriptions"
    day = pass_to(day, DayState.OPEN, by=HOUSE)
    assert step(day) == "Préparer les invitations"
    Invitation.objects.create(day=day, person=GuestFactory(), state=InvitationState.SENT)
    assert step(day) is None
    SessionFactory(day=day, title="De plus")
    assert step(day) == "Publier le programme"
    assert step(DayFactory(state=DayState.PAST)) == "Composer la synthèse"
    assert step(DayFactory(state=DayState.ARCHIVED)) is None


def test_the_day_before_the_desk_is_next() -> None:
    session = SessionFactory(day=DayFactory(state=DayState.CLOSED, date=timezone.localdate()))
    release(session.day, by=HOUSE)
    assert step(session.day) == "Ouvrir la page du jour J"


def test_only_real_figures_are_counted() -> None:
    role = SessionRoleFactory(session=SessionFactory(bookable=True, capacity=10))
    SessionRoleFactory(session=role.session, state="pressenti")
    SessionRoleFactory(session=role.session, state="decline")
    day = role.session.day
    registration = Registration.objects.create(day=day, person=GuestFactory(), state="confirmed", answered_at=timezone.now())
    SessionChoice.objects.create(registration=registration, session=role.session, state="confirmed")
    Registration.objects.create(day=day, person=GuestFactory(), state="waiting", queue_number=1, answered_at=timezone.now())
    figures = figures_of(day)
    assert (figures.confirmed, figures.waiting, figures.speakers, figures.speakers_confirmed) == (1, 1, 2, 1)
    assert [(gauge.held, gauge.waiting) for gauge in figures.gauges] == [(1, 0)]


def test_the_page_costs_the_same_with_one_atelier_or_three(team, django_assert_num_queries) -> None:
    day = SessionRoleFactory(session=SessionFactory(bookable=True)).session.day
    address = f"/bureau/journees/{day.slug}/"
    team.get(address)
    with CaptureQueriesContext(connection) as one:
        assert team.get(address).status_code == 200
    for _ in range(2):
        SessionRoleFactory(session=SessionFactory(day=day, bookable=True))
    with django_assert_num_queries(len(one)):
        team.get(address)

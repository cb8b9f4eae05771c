"""The journal: ids only, names at display, a constant number of queries."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import history
from labo_ess.audit.sentences import sentence
from labo_ess.audit.services import record, record_many

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@sentence("test.greeted", icon="user")
def _greeted(entry: AuditEntry) -> str:
    return f"a salué {entry.named('whom')}"


def test_an_entry_holds_ids_and_no_name(make_user):
    by, whom = make_user(Role.TEAM), make_user(Role.READER)
    entry = record(by=Actor.user(by), verb="test.greeted", on=by, whom=whom, times=2)
    assert (entry.actor_kind, entry.actor_id, entry.object_id) == ("user", str(by.public_id), by.public_id)
    assert entry.details == {"whom": {"type": "accounts.user", "id": str(whom.public_id)}, "times": 2}


def test_names_are_read_when_shown(make_user):
    by, whom = make_user(Role.TEAM), make_user(Role.READER)
    record(by=Actor.user(by), verb="test.greeted", on=by, whom=whom)
    type(whom).objects.filter(pk=whom.pk).update(name="Zoé Neuve")
    line = history(by)[0]
    assert (line.who, line.sentence, line.icon) == (by.name, "a salué Zoé Neuve", "user")


def test_what_disappeared_is_said_so(make_user):
    by, whom = make_user(Role.TEAM), make_user(Role.READER)
    record(by=Actor.user(whom), verb="test.greeted", on=by, whom=whom)
    whom.delete()
    assert [(line.who, line.sentence) for line in history(by)] == [("Un compte disparu", "a salué un élément disparu")]


@pytest.mark.parametrize("number", [1, 3])
def test_history_asks_as_often_for_one_line_as_for_three(make_user, django_assert_num_queries, number):
    target = make_user(Role.TEAM)
    for _ in range(number):
        record(by=Actor.user(make_user(Role.TEAM)), verb="test.greeted", on=target, whom=make_user(Role.READER))
    with django_assert_num_queries(3):
        assert len(history(target)) == number


def test_history_comes_newest_first(make_user):
    user = make_user(Role.TEAM)
    for verb in ("a", "b", "c"):
        record(by=Actor.system("clock"), verb=verb, on=user)
    assert [(line.who, line.sentence) for line in history(user)] == [("Le Labo", "c"), ("Le Labo", "b"), ("Le Labo", "a")]


def test_many_are_recorded_in_one_statement(make_user, django_assert_num_queries):
    users = [make_user(Role.TEAM) for _ in range(3)]
    record(by=Actor.system("demo"), verb="warm", on=users[0])
    with django_assert_num_queries(1):
        assert record_many(by=Actor.system("demo"), verb="seen", on=users) == 3


def test_nobody_acts_in_an_anonymous_request():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionError):
        Actor.of(request)

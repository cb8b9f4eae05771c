"""Snapshots, stale pages and the conflict page. The account serves as the row, having nothing of the house above it."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from reversion.models import Version

from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.revisions.pages import conflict
from labo_ess.revisions.services import forget, restore, snapshot, snapshots

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = Actor("link", "4f7c1a52-0000-4000-8000-000000000000")


def test_a_snapshot_says_who_when_why_and_what(make_user):
    user = make_user(Role.TEAM)
    snapshot(user, by=BY, why="premier texte")
    kept = snapshots(user)[0]
    assert (kept.actor, kept.why, kept.fields["name"]) == (BY, "premier texte", user.name)
    assert Version.objects.get_for_object(user).get().object_repr == ""


def test_restoring_brings_the_text_back_and_keeps_what_it_replaces(make_user):
    user = make_user(Role.TEAM)
    before = user.name
    snapshot(user, by=BY)
    user.name = "Autre"
    user.save()
    restore(user, snapshots(user)[0].id, by=BY)
    user.refresh_from_db()
    assert user.name == before
    assert [each.fields["name"] for each in snapshots(user)] == [before, "Autre", before]


def test_forgetting_leaves_nothing(make_user):
    user = make_user(Role.TEAM)
    snapshot(user, by=BY)
    assert (forget(user), snapshots(user)) == (1, [])


def test_the_conflict_page_loses_nothing(make_user):
    user = make_user(Role.TEAM)
    user.lock_version = 7
    request = RequestFactory().post("/x/", {"text": "le mien", "lock_version": "6", "theme": ["a", "b"]})
    request.user = user
    assert isinstance(request.POST, QueryDict)
    page = conflict(request, user, "le mien", "le leur", base="guest.html")
    html = page.content.decode()
    assert page.status_code == 409
    assert "le leur\n\n---\n\nle mien" in html
    assert html.count('name="lock_version" value="7"') == 2
    assert html.count('name="theme" value="b"') == 2
    assert 'data-page="conflict"' in html

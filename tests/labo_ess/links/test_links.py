"""Secret links: one row, one living token, nothing in the database that opens."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.http import HttpResponse
from django.utils import timezone

from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.querysets import history
from labo_ess.audit.services import record
from labo_ess.links import registry, services, tokens
from labo_ess.links.models import SecretLink
from labo_ess.links.tasks import drop_old

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = Actor.system("test")


@pytest.fixture
def door(monkeypatch):
    """A kind of link whose page says who opened it, and acts on POST only."""
    acts: list[str] = []

    def answer(request, link, verb=""):
        if request.method == "POST":
            acts.append(verb)
        return HttpResponse(f"{link.holder} {verb}")

    monkeypatch.setitem(registry._doors, "test", registry.Door("test", "Essai", answer))
    return acts


@pytest.fixture
def link(make_user, door):
    return services.issue(kind="test", target=make_user(Role.TEAM), holder=make_user(Role.READER), by=BY)


def test_a_link_opens_its_page(client, link):
    response = client.get(services.path(link))
    assert (response.status_code, response.content.decode().strip()) == (200, str(link.holder))
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"].startswith("noindex")


def test_the_verb_reaches_the_view(client, link, door):
    assert client.post(services.path(link, "cancel")).status_code == 200
    assert door == ["cancel"]


def test_robots_change_nothing(client, link, door):
    before = serialize("json", SecretLink.objects.all()), AuditEntry.objects.count()
    for path in (services.path(link), services.path(link, "cancel")):
        client.head(path)
        client.get(path, headers={"purpose": "prefetch", "sec-purpose": "prefetch"})
        client.get(path)
    assert (serialize("json", SecretLink.objects.all()), AuditEntry.objects.count()) == before
    assert (door, client.cookies.get("sessionid")) == ([], None)


def _spoilt(link):
    path = services.path(link)
    middle = len(path) - 10
    return path[:middle] + ("A" if path[middle] != "A" else "B") + path[middle + 1 :]


def test_whatever_opens_nothing_gives_the_same_bytes(client, make_user, link):
    revoked = services.issue(kind="test", target=make_user(Role.TEAM), holder=link.holder, by=BY)
    services.revoke(revoked, by=BY)
    expired = services.issue(kind="test", target=make_user(Role.TEAM), expires_at=timezone.now() - timedelta(seconds=1), by=BY)
    gone = services.issue(kind="test", target=make_user(Role.TEAM), by=BY)
    gone.target.delete()
    unknown = SecretLink(kind="test")
    nameless = services.issue(kind="nobody-answers", target=make_user(Role.TEAM), by=BY)
    paths = [services.path(each) for each in (revoked, expired, gone, unknown, nameless)]
    paths += [_spoilt(link), "/l/x/", "/l/x/cancel/", services.path(revoked, "cancel"), f"/l/{'é' * 44}/"]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert 'data-page="link"' in answers[0].content.decode()
    assert 'data-state="gone"' in answers[0].content.decode()


def test_a_new_version_kills_the_old_address(client, link):
    old = services.path(link)
    link = services.renew(link, by=BY)
    assert (client.get(old).status_code, client.get(services.path(link)).status_code) == (404, 200)


def test_the_previous_key_still_opens_and_a_stranger_s_does_not(client, link, settings):
    path, key = services.path(link), settings.LINK_KEYS[0]
    settings.LINK_KEYS = ["fresh", key]
    assert client.get(path).status_code == 200
    assert services.path(link) != path
    settings.LINK_KEYS = ["fresh", "another"]
    assert client.get(path).status_code == 404


def test_one_row_per_kind_target_and_holder(make_user, door):
    target, holder = make_user(Role.TEAM), make_user(Role.READER)
    first = services.issue(kind="test", target=target, holder=holder, by=BY)
    later = timezone.now() + timedelta(days=3)
    again = services.issue(kind="test", target=target, holder=holder, expires_at=later, by=BY)
    assert (again.pk, services.path(again), again.expires_at) == (first.pk, services.path(first), later)
    services.revoke(again, by=BY)
    third = services.issue(kind="test", target=target, holder=holder, by=BY)
    assert (third.pk, third.version, third.lives) == (first.pk, 2, True)
    assert services.issue(kind="test", target=target, by=BY).pk == services.issue(kind="test", target=target, by=BY).pk


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_issued_in_as_many_statements_as_one(make_user, django_assert_max_num_queries, number):
    target, holders = make_user(Role.TEAM), [make_user(Role.READER) for _ in range(number)]
    services.revoke(services.issue(kind="test", target=target, holder=holders[0], by=BY), by=BY)
    with django_assert_max_num_queries(10):
        found = services.issue_many(kind="test", target=target, holders=holders, by=BY)
    assert set(found) == {holder.public_id for holder in holders}
    assert [found[holder.public_id].version for holder in holders] == [2] + [1] * (number - 1)
    assert all(link.lives for link in found.values())


def test_nothing_in_the_database_opens(client, link):
    dump = serialize("json", SecretLink.objects.all()) + serialize("json", AuditEntry.objects.all())
    words = set(re.findall(r"[A-Za-z0-9_-]{10,}", dump))
    assert [word for word in words if services.opened(word)] == []
    assert services.opened(tokens.make_token(link.public_id, link.version)) == link


def test_a_token_has_one_spelling_only(link):
    token = tokens.make_token(link.public_id, link.version)
    assert len(token) == 44
    assert [services.opened(other) for other in (token + "=", token + "A", token[:-1], f" {token}", token.swapcase())] == [None] * 5


def test_the_twenty_first_failure_of_a_minute_is_429_and_good_links_get_through(client, link):
    assert [client.get(f"/l/wrong{n}/").status_code for n in range(22)] == [404] * 20 + [429] * 2
    assert [client.get(services.path(link)).status_code for _ in range(100)] == [200] * 100
    page = client.get("/l/wrong/")
    assert (page["Retry-After"], "Attendez une minute" in page.content.decode()) == ("60", True)
    assert client.get("/l/wrong/", REMOTE_ADDR="203.0.113.7").status_code == 404


def test_a_forged_header_opens_no_new_count(client):
    codes = [client.get("/l/wrong/", headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code for n in range(21)]
    assert codes == [404] * 20 + [429]


def test_other_methods_are_refused(client, link):
    assert [client.put(services.path(link)).status_code, client.delete(services.path(link)).status_code] == [405, 405]


def test_the_journal_names_the_holder(link, make_user):
    target = make_user(Role.TEAM)
    record(by=Actor.link(link), verb="test.seen", on=target)
    assert history(target)[0].who == str(link.holder)


def test_the_holder_of_a_link_acts_even_in_a_signed_in_browser(team, link, monkeypatch):
    seen = []
    answer = lambda request, link, verb="": seen.append(Actor.of(request)) or HttpResponse()  # noqa: E731
    monkeypatch.setitem(registry._doors, "test", registry.Door("test", "Essai", answer))
    team.get(services.path(link))
    assert seen == [Actor.link(link)]


def test_the_command_prints_the_address(link, settings):
    settings.DEMO = True
    out = StringIO()
    call_command("link", "test", str(link.holder_id), "--json", stdout=out)
    assert out.getvalue().strip() == f'{{"address": "{services.address(link)}"}}'


def test_links_dead_for_a_year_go(make_user, link):
    old = services.issue(kind="test", target=make_user(Role.TEAM), expires_at=timezone.now() - timedelta(days=366), by=BY)
    recent = services.issue(kind="test", target=make_user(Role.TEAM), expires_at=timezone.now() - timedelta(days=364), by=BY)
    assert drop_old() == 1
    assert set(SecretLink.objects.values_list("pk", flat=True)) == {link.pk, recent.pk} - {old.pk}

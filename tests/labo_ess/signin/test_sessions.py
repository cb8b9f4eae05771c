"""A session ends by itself: left alone for an hour, or twelve hours after the sign-in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _at(minutes: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_left_alone_for_an_hour_it_is_over(team: Client) -> None:
    with _at(59):
        assert team.get("/compte/").status_code == 200
    with _at(121):
        answer = team.get("/compte/", follow=True)
    assert answer.redirect_chain == [("/connexion/?next=/compte/", 302)]
    assert "Votre session s’est fermée" in answer.content.decode()
    assert Session.objects.filter(session_key=team.session.session_key).count() == 0


def test_twelve_hours_after_the_sign_in_it_is_over_however_busy(team: Client) -> None:
    for minutes in range(0, 720, 40):
        with _at(minutes):
            assert team.get("/compte/").status_code == 200
    with _at(721):
        assert team.get("/compte/").status_code == 302


def test_what_was_sent_too_late_is_said_and_leads_back_to_its_page(team: Client) -> None:
    with _at(70):
        answer = team.post("/compte/", {"name": "Trop Tard"}, headers={"referer": "http://testserver/compte/?a=b"}, follow=True)
    assert answer.redirect_chain == [("/connexion/?next=/compte/", 302)]
    assert "n’a pas été enregistré" in answer.content.decode().replace("\u00a0", " ")
    team.user.refresh_from_db()  # type: ignore[attr-defined]
    assert team.user.name != "Trop Tard"  # type: ignore[attr-defined]


@pytest.mark.parametrize("referer", ["https://evil.example/a", "http://testserver//evil.example", "", "http://["])
def test_a_late_form_never_leads_off_the_site(client: Client, referer: str) -> None:
    assert client.post("/compte/", {"name": "X"}, headers={"referer": referer})["Location"] == "/connexion/?next=/bureau/"


def test_reading_does_not_write_each_time(team: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        team.get("/compte/")
    assert [query["sql"] for query in queries if query["sql"].startswith("UPDATE")] == []
    with _at(6), CaptureQueriesContext(connection) as queries:
        team.get("/compte/")
    assert len([query for query in queries if query["sql"].startswith("UPDATE")]) == 1


def test_guests_get_no_session(client: Client) -> None:
    client.get("/lien/nouveau/")
    assert client.cookies.get("sessionid") is None

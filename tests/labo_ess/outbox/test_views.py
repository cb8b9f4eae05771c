"""The team's pages: the list by state, one mail, « Réessayer », and the demo's mailbox."""

import sys
from importlib import reload
from pathlib import Path
from typing import Any

import pytest
from django.urls import clear_url_caches

from labo_ess.outbox import delivery
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.services import queue
from tests.labo_ess.outbox.conftest import TOKEN
from tests.labo_ess.outbox.sink import Sink

pytestmark = pytest.mark.django_db


def send(n: int = 1, **params: Any) -> OutboxEmail:
    row = queue("test_hello", key=f"hello:{n}", params=params)
    delivery.deliver()
    row.refresh_from_db()
    return row


def test_the_list_by_state_and_by_word(team: Any, sink: Sink) -> None:
    sink.rcpt_answers = ["550 unknown"]
    send(1, name="Élodie Vanille")
    send(2, name="Bastien")
    pages = [team.get(f"/bureau/envois/{query}").content.decode() for query in ("", "?etat=echec", "?q=elodie", "?q=personne")]
    assert [page.split('data-count="')[1].split('"')[0] for page in pages] == ["2", "1", "1", "0"]


def test_the_list_costs_the_same_for_one_and_three(team: Any, sink: Sink) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for n in (1, 3):
        for number in range(n):
            send(10 * n + number)
        with CaptureQueriesContext(connection) as queries:
            team.get("/bureau/envois/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_a_mail_shows_no_token(team: Any, sink: Sink) -> None:
    row = send()
    page = team.get(row.get_absolute_url()).content.decode()
    assert "À bientôt" in page
    assert TOKEN not in page


def test_retry_is_a_post_of_the_team(team: Any, reader: Any, referent: Any, sink: Sink) -> None:
    sink.rcpt_answers = ["550 unknown"]
    row = send()
    address = f"{row.get_absolute_url()}reessayer/"
    assert [one.post(address).status_code for one in (reader, referent)] == [403, 404]
    assert team.get(address).status_code == 405
    assert team.post(address).status_code == 302
    row.refresh_from_db()
    assert row.state == "queued"


def test_the_demo_mailbox_does_not_exist_elsewhere(team: Any) -> None:
    assert team.get("/bureau/boite/").status_code == 404


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Any:
    """The addresses of the demo, as the demo has them."""
    settings.DEMO, settings.MAILDIR = True, tmp_path / "mail"
    settings.MAIL_LAST_HOP = "labo_ess.outbox.hops.MaildirHop"
    modules = ["labo_ess.outbox.urls", settings.ROOT_URLCONF]

    def again() -> None:
        for name in modules:
            reload(sys.modules[name])
        clear_url_caches()

    again()
    yield
    settings.DEMO = False
    again()


def test_the_demo_mailbox_shows_usable_links_and_files(demo: Any, team: Any) -> None:
    send(ics="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    page = team.get("/bureau/boite/").content.decode()
    assert 'data-count="1"' in page
    address = page.split('<th scope="row"><a href="')[1].split('"')[0]
    assert f'href="http://testserver/l/{TOKEN}/"' in team.get(address).content.decode()
    response = team.get(f"{address}piece-1/")
    assert (response["Content-Disposition"], response.content) == ('attachment; filename="rendez-vous.ics"', b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert [team.get(f"{address}piece-2/").status_code, team.get("/bureau/boite/..%2Fkeys.json/").status_code] == [404, 404]


def test_an_empty_demo_mailbox(demo: Any, team: Any) -> None:
    assert 'data-count="0"' in team.get("/bureau/boite/").content.decode()


def test_retry_of_a_selection_takes_only_what_failed(team: Any, sink: Sink) -> None:
    sink.rcpt_answers = ["550 unknown"]
    rows = [send(1), send(2)]
    answer = team.post("/bureau/envois/reessayer/", {"id": [str(row.public_id) for row in rows]})
    assert answer.status_code == 302
    assert [OutboxEmail.objects.get(pk=row.pk).state for row in rows] == ["queued", "sent"]

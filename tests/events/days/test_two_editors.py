"""Two people have the same form open: what each changed is kept, the same field asks the second."""

from typing import Any

import lxml.html
import pytest

from events.days.models import Day
from events.programme.models import Session
from tests.factories.days import CycleFactory, DayFactory
from tests.factories.programme import SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def filled(page: Any) -> dict[str, Any]:
    """The form of the page as a browser would post it."""
    form = next(form for form in lxml.html.document_fromstring(page.content).forms if form.xpath(".//input[@name='shown']"))
    return dict(form.form_values())


def day_and_address() -> tuple[Day, str]:
    day = DayFactory(cycle=CycleFactory(), title="Bourges", headline="Agir", capacity=100, place_name="Halle", presentation="Un\ntexte")
    return day, f"/bureau/journees/{day.slug}/modifier/"


def test_each_keeps_what_they_changed(team) -> None:
    day, address = day_and_address()
    first, second = filled(team.get(address)), filled(team.get(address))
    assert team.post(address, first | {"title": "Bourges et Vierzon", "starts": "8h30"}).status_code == 302
    assert team.post(address, second | {"capacity": "150", "presentation": "Un\r\ntexte plus long"}).status_code == 302
    day.refresh_from_db()
    assert (day.title, f"{day.starts:%H:%M}", day.capacity, day.presentation) == ("Bourges et Vierzon", "08:30", 150, "Un\ntexte plus long")


def test_the_same_field_asks_the_second_and_keeps_what_was_typed(team) -> None:
    day, address = day_and_address()
    first, second = filled(team.get(address)), filled(team.get(address))
    team.post(address, first | {"headline": "Coopérer", "place_name": "Gare"})
    refused = team.post(address, second | {"headline": "Relier"})
    text = refused.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert (refused.status_code, "Quelqu’un vient d’enregistrer ici : « Coopérer »" in text, 'value="Relier"' in text) == (422, True, True)
    day.refresh_from_db()
    assert day.headline == "Coopérer"
    assert team.post(address, filled(refused)).status_code == 302
    day.refresh_from_db()
    assert (day.headline, day.place_name) == ("Relier", "Gare")


def test_a_form_that_says_nothing_of_what_it_showed_is_taken_whole(team) -> None:
    day, address = day_and_address()
    posted = filled(team.get(address))
    Day.objects.filter(pk=day.pk).update(headline="Coopérer")
    for shown in ("", "{", "[]", '{"autre": 1}'):
        assert team.post(address, posted | {"shown": shown}).status_code == 302
    day.refresh_from_db()
    assert day.headline == "Agir"


def test_sessions_are_merged_the_same_way(team) -> None:
    session = SessionFactory(day=DayFactory(cycle=CycleFactory()), title="Sobriété")
    address = f"/bureau/journees/{session.day.slug}/programme/seances/{session.public_id}/modifier/"
    first, second = filled(team.get(address)), filled(team.get(address))
    assert team.post(address, first | {"title": "Sobriété foncière"}).status_code == 302
    assert team.post(address, second | {"capacity": "12"}).status_code == 302
    kept = Session.objects.get(pk=session.pk)
    assert (kept.title, kept.capacity) == ("Sobriété foncière", 12)

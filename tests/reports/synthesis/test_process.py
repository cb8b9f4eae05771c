"""The synthesis of a démarche: passages of minutes beside what was said at the days chosen, each with its source."""

import pytest
from django.test import Client
from django.urls import reverse

from collectives.minutes.record import last_approval, minutes_of
from collectives.notes.models import Extract
from collectives.notes.services import take_passage
from reports.synthesis.exceptions import NotOfThisDay
from reports.synthesis.models import Synthesis
from reports.synthesis.prints import document_of
from reports.synthesis.processes import choose_days, create_process_synthesis
from reports.synthesis.querysets import extracts_for
from reports.synthesis.services import take_extract
from tests.factories.days import DayFactory
from tests.factories.meetings import HOUSE, approved_meeting
from tests.factories.synthesis import said

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _passage() -> Extract:
    meeting = approved_meeting()
    revision = minutes_of(meeting, last_approval(meeting)).points[0].revision
    return take_passage(revision=revision, text="hébergé par la Cress", kind="constat", by=HOUSE)


def test_it_draws_from_the_minutes_of_its_groups_and_the_days_chosen() -> None:
    passage, other, day = _passage(), _passage(), DayFactory()
    spoken = said(day)
    synthesis = create_process_synthesis(process=passage.note.collective.process, by=HOUSE)
    assert list(extracts_for(synthesis)) == [passage]
    choose_days(synthesis=synthesis, days=[day], by=HOUSE)
    assert set(extracts_for(synthesis)) == {passage, spoken}
    section = synthesis.sections.first()
    for extract in (passage, spoken):
        take_extract(section=section, extract=extract, by=HOUSE)
    with pytest.raises(NotOfThisDay):
        take_extract(section=section, extract=other, by=HOUSE)
    sources = [source for sentence in document_of(synthesis).sentences for source in sentence.sources]
    assert (len(sources), "réunion" in sources[0].session, passage.note.collective.name in sources[0].session) == (2, True, True)


def test_its_pages_from_the_demarche_to_the_composer(team: Client) -> None:
    passage = _passage()
    process = passage.note.collective.process
    address = reverse("reports:synthesis:process", args=[process.slug])
    assert 'data-count="1"' in team.get(address).content.decode()
    day = DayFactory()
    made = team.post(address, {"day": day.slug})
    synthesis = Synthesis.objects.get()
    assert (made.status_code, synthesis.process, list(synthesis.days.all())) == (302, process, [day])
    page = team.get(made["Location"]).content.decode()
    assert (str(passage.public_id) in page, process.name in page) == (True, True)
    assert team.post(address, {}).status_code == 302
    assert (Synthesis.objects.count(), synthesis.days.count()) == (1, 0)
    assert [team.get(reverse(f"reports:synthesis:{name}", args=[synthesis.public_id])).status_code for name in ("read", "front")] == [200, 200]
    assert team.get(reverse("collectives:coordination:process", args=[process.slug])).content.decode().count(address) == 1


def test_a_reader_sees_and_does_not_make(reader: Client) -> None:
    process = _passage().note.collective.process
    address = reverse("reports:synthesis:process", args=[process.slug])
    assert [reader.get(address).status_code, reader.post(address).status_code] == [200, 403]

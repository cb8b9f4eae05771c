"""The heading of a mailing: its subject as it will be read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from contacts.mailings.headings import LONGEST, subject_of
from contacts.mailings.models import Mailing
from events.invitations import services
from labo_ess.accounts.roles import Role
from labo_ess.text.dates import long_date
from tests.factories.registration import HOUSE, GuestFactory, OpenDayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def mailing() -> Mailing:
    return services.invite(day=OpenDayFactory(headline="Coopérer"), persons=[GuestFactory()], by=HOUSE)


def test_pages_name_it_filled(client_of: Any, mailing: Mailing) -> None:
    team = client_of(Role.TEAM)
    for name in ("edit", "preview", "send"):
        page = team.get(reverse(f"contacts:mailings:{name}", args=[mailing.public_id])).content.decode()
        heading = re.search(f"<li>«[^<]*{long_date(mailing.about.date)}[^<]*»</li>", page)
        assert (name, heading is not None) == (name, True)
        assert name == "edit" or "{date}" not in page


def test_the_list_tells_one_day_from_another_in_as_many_queries(client_of: Any, mailing: Mailing, django_assert_max_num_queries: Any) -> None:
    team, counts = client_of(Role.TEAM), []
    for date in (mailing.about.date, mailing.about.date + timedelta(days=40)):
        if date != mailing.about.date:
            services.invite(day=OpenDayFactory(date=date), persons=[GuestFactory()], by=HOUSE)
        with django_assert_max_num_queries(12) as asked:
            page = team.get(reverse("contacts:mailings:list")).content.decode()
        counts.append(len(asked))
        assert (long_date(date) in page, "{date}" in page) == (True, False)
    assert counts[0] == counts[1]
    assert long_date(mailing.about.date) in page
    found = team.get(reverse("contacts:mailings:list"), {"q": long_date(date)}).content.decode()
    assert (long_date(date) in found, long_date(mailing.about.date) in found) == (True, False)


def test_a_heading_that_the_day_makes_long_is_kept(mailing: Mailing) -> None:
    mailing.about.title = "é" * 300
    mailing.subject = "{journée} {journée}"
    assert len(subject_of(mailing)) == LONGEST


def test_words_of_each_person_and_of_a_day_that_is_gone_are_named(mailing: Mailing) -> None:
    mailing.subject = "{prénom}, le {date} {inconnu}"
    assert subject_of(mailing) == f"[Prénom], le {long_date(mailing.about.date)} {{inconnu}}"
    mailing.about = None
    assert subject_of(mailing) == "[Prénom], le [Date] {inconnu}"

"""The heading of a mailing: its subject as it will be read."""

import re
from typing import Any

import pytest
from django.urls import reverse

from contacts.mailings.headings import outline_of, subject_of
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


def test_words_of_each_person_and_of_a_day_that_is_gone_are_named(mailing: Mailing) -> None:
    mailing.subject = "{prénom}, le {date} {inconnu}"
    assert subject_of(mailing) == f"[Prénom], le {long_date(mailing.about.date)} {{inconnu}}"
    assert outline_of(mailing) == "[Prénom], le [Date] {inconnu}"
    mailing.about = None
    assert subject_of(mailing) == "[Prénom], le [Date] {inconnu}"

"""The scenario opens accounts whose password everybody knows: never in a house where people work."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contacts.directory.models import Person
from labo_ess.accounts.models import User

pytestmark = pytest.mark.django_db


def test_it_is_refused_where_people_work(make_user: Any, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    make_user("equipe")
    with pytest.raises(CommandError, match="déjà des comptes"):
        call_command("load_demo")
    assert (User.objects.count(), Person.objects.count()) == (1, 0)

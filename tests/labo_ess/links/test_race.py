"""Eight who issue the same link at once get the same one, on both engines."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import issue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_one_row_only(make_user):
    target, holder = make_user(Role.TEAM), make_user(Role.READER)

    def make(_: int) -> int:
        try:
            return issue(kind="test", target=target, holder=holder, by=Actor.system("test")).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(make, range(8)))
    assert (len(keys), SecretLink.objects.count()) == (1, 1)

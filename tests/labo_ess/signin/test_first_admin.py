"""The first account of a new house, made from the machine."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role

pytestmark = pytest.mark.django_db


def first_admin(*arguments: str) -> dict[str, str]:
    out = StringIO()
    call_command("first_admin", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_link_of_the_first_admin_chooses_a_password(client, mailoutbox) -> None:
    made = first_admin("Camille@Example.org", "--name", "Camille Roy")
    user = User.objects.get()
    assert (user.email, user.name, user.role, user.has_usable_password()) == ("camille@example.org", "Camille Roy", Role.ADMIN, False)
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    page = client.get(made["address"].removeprefix("http://testserver"), follow=True)
    chosen = {"password1": "un mot de passe long 42", "password2": "un mot de passe long 42"}
    assert client.post(page.request["PATH_INFO"], chosen).status_code == 302
    user.refresh_from_db()
    assert user.check_password("un mot de passe long 42")


def test_called_again_before_the_password_it_gives_a_fresh_link(db: None, mailoutbox) -> None:
    first_admin("camille@example.org")
    assert first_admin("camille@example.org")["email"] == "camille@example.org"
    assert (User.objects.count(), len(mailoutbox)) == (1, 2)


def test_only_the_first_account_is_made_from_the_machine(make_user) -> None:
    make_user(Role.ADMIN)
    with pytest.raises(CommandError, match="déjà un compte administrateur"):
        first_admin("other@example.org")
    assert User.objects.count() == 1


def test_an_address_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="n’est pas une adresse"):
        first_admin("camille")
    assert User.objects.count() == 0

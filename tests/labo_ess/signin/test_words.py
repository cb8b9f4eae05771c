"""Every page and mail of the sign-in library is ours: in our look, in our French."""

import re
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from labo_ess.accounts.url_roles import addresses

OURS = str(Path(settings.BASE_DIR) / "templates")
LIBRARY = re.compile(r"^(account|mfa|usersessions)_")
ACCOUNT_MAILS = ("login_code", "unknown_account", "password_reset_key", "password_reset", "password_changed", "password_set")
FACTOR_MAILS = ("totp_activated", "totp_deactivated", "recovery_codes_generated", "webauthn_added", "webauthn_removed")
MAILS = (*(f"account/email/{name}" for name in ACCOUNT_MAILS), *(f"mfa/email/{name}" for name in FACTOR_MAILS))
MORE_PAGES = ("account/signup_closed.html", "429.html", "mfa/recovery_codes/download.txt")


def pages() -> dict[str, str]:
    """Address → the template that its view of the library shows."""
    found = {}
    for address in addresses():
        if LIBRARY.match(address.name):
            pattern = next(each for each in get_resolver("labo_ess.signin.urls").url_patterns if getattr(each, "name", "") == address.name)
            function = pattern.callback
            while not hasattr(function, "view_class") and hasattr(function, "__wrapped__"):
                function = function.__wrapped__
            template = getattr(getattr(function, "view_class", None), "template_name", None)
            if template:
                found[address.name] = template
    return found


def test_no_page_of_the_library_is_shown_as_it_comes() -> None:
    shown = pages()
    assert len(shown) > 18
    theirs = [name for name in {*shown.values(), *MORE_PAGES} - {"account/signup.html"} if not get_template(name).origin.name.startswith(OURS)]
    assert theirs == []


@pytest.mark.parametrize("mail", MAILS)
def test_no_mail_of_the_library_leaves_as_it_comes(mail: str) -> None:
    for part in ("subject", "message"):
        template = get_template(f"{mail}_{part}.txt")
        assert template.origin.name.startswith(OURS)
        text = Path(template.origin.name).read_text()
        assert "'" not in re.sub(r"{%.*?%}", "", text), "curly apostrophes only"
    assert text.startswith("{% autoescape off %}Bonjour,")


def test_errors_that_forms_can_show_are_ours() -> None:
    reachable = ("account_inactive", "email_password_mismatch", "incorrect_password", "too_many_login_attempts", "incorrect_code", "same_as_current")
    assert [code for code in reachable if "'" in str(get_adapter().error_messages[code])] == []

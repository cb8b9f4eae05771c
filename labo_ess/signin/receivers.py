"""Sign-ins and changes of secrets go into the journal; failures into the log, without the address that was typed."""

import logging
from time import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.throttle.addresses import client_address

log = logging.getLogger(__name__)


def _note(verb: str, user: User) -> None:
    record(by=Actor.user(user), verb=verb, on=user)


@receiver(user_logged_in)
def signed_in(sender: Any, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Who signed in, when; the session counts from here."""
    if request is not None:
        request.session["signed_in_at"] = request.session["seen_at"] = int(time())
    _note("account.signed_in", user)


@receiver(user_login_failed)
def refused(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """From where a sign-in was refused."""
    log.warning("sign-in refused from %s", client_address(request) if request else "a command")


@receiver([password_changed, password_reset, password_set])
def password_is_new(sender: Any, user: User, **kwargs: Any) -> None:
    """A password changed."""
    _note("account.password_changed", user)


@receiver(authenticator_added)
def second_factor_is_set(sender: Any, user: User, **kwargs: Any) -> None:
    """A second factor came."""
    _note("account.second_factor_set", user)


@receiver(authenticator_removed)
def second_factor_is_gone(sender: Any, user: User, **kwargs: Any) -> None:
    """A second factor went."""
    _note("account.second_factor_removed", user)

"""Sign-ins and changes of secrets go into the journal; failures into the log, without the address that was typed."""

import logging
from time import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import login_code_rejected, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.signin import recovery_codes
from labo_ess.signin.signals import passkey_refused
from labo_ess.throttle.addresses import client_address

log = logging.getLogger(__name__)


def _note(verb: str, user: User, **details: Any) -> None:
    record(by=Actor.user(user), verb=verb, on=user, **details)


def _refused(user: User | None, why: str) -> None:
    """Which account, not who tried: nobody proved to be that person. An address without account leaves a line without object."""
    record(by=Actor.system("signin"), verb="account.sign_in_refused", on=user, why=why)


@receiver(user_logged_in)
def signed_in(sender: Any, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Who signed in, when and by what; the session counts from here."""
    means: list[str] = []
    if request is not None:
        request.session["signed_in_at"] = request.session["seen_at"] = int(time())
        means = [str(each.get("type") or each["method"]) for each in get_authentication_records(request, user)]
    _note("account.signed_in", user, means=means)


@receiver(user_login_failed)
def refused(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """From where a sign-in was refused, and on which account."""
    log.warning("sign-in refused from %s", client_address(request) if request else "a command")
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    _refused(user, "password" if user is None or user.is_active else "suspended")


@receiver(authentication_failed)
def second_step_refused(sender: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
    """A wrong code of the phone, or a recovery code used up."""
    log.warning("second factor refused from %s", client_address(request))
    _refused(user, "second_factor")


@receiver(login_code_rejected)
def mailed_code_refused(sender: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
    """A wrong code by mail."""
    log.warning("mailed code refused from %s", client_address(request))
    _refused(user, "mailed_code")


@receiver(passkey_refused)
def passkey_was_refused(sender: Any, user: User | None, request: HttpRequest, **kwargs: Any) -> None:
    """A passkey that proves nothing; without account when it does not even say whose it is."""
    log.warning("passkey refused from %s", client_address(request))
    _refused(user, "passkey")


@receiver([password_changed, password_reset, password_set])
def password_is_new(sender: Any, user: User, **kwargs: Any) -> None:
    """A password changed."""
    _note("account.password_changed", user)


@receiver(authenticator_added)
def second_factor_is_set(sender: Any, user: User, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """A second factor came: sessions opened before it, elsewhere, end."""
    _note("account.second_factor_set", user, kind=authenticator.type)
    _hold_codes(request, user, authenticator)
    _end_other_sessions(request, user)


@receiver(authenticator_removed)
def second_factor_is_gone(sender: Any, user: User, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """A second factor went; the same for other sessions."""
    _note("account.second_factor_removed", user, kind=authenticator.type)
    _end_other_sessions(request, user)


@receiver(authenticator_reset)
def recovery_codes_are_new(sender: Any, user: User, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Recovery codes were made again."""
    _note("account.second_factor_set", user, kind=authenticator.type)
    _hold_codes(request, user, authenticator)


@receiver(pre_save, sender=Authenticator)
def no_seed_is_written(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    """Whatever part of the library makes recovery codes, the database gets their digests."""
    recovery_codes.hide_written(instance)


def _hold_codes(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    codes = getattr(authenticator, "codes", [])
    if codes:
        recovery_codes.hold(request, user, codes)


def _end_other_sessions(request: HttpRequest, user: User) -> None:
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=request.session.session_key):
        session.end()

"""What protects an account beside its password, and short names for things whose number or secret may not stand in an address."""

from collections.abc import Iterable
from typing import TypeVar

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.crypto import salted_hmac

from labo_ess.accounts.models import User

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""A passkey counts as one; recovery codes only accompany one."""

Thing = TypeVar("Thing", Authenticator, UserSession)


def has_second_factor(user: User, *kinds: str) -> bool:
    """Whether one is set (of these kinds)."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=kinds or SECOND_FACTORS).exists()


def protected_accounts() -> set[int]:
    """Keys of the accounts that have one."""
    return set(Authenticator.objects.filter(type__in=SECOND_FACTORS).values_list("user_id", flat=True))


def handle(thing: Authenticator | UserSession) -> str:
    """How an address names one passkey or session: neither its number nor its key."""
    return salted_hmac("labo_ess.signin.handle", f"{thing._meta.label}:{thing.pk}", algorithm="sha256").hexdigest()[:24]


def find(things: Iterable[Thing], wanted: str) -> Thing | None:
    """The one that is named so, among those of the person who asks."""
    return next((thing for thing in things if handle(thing) == wanted), None)

"""The invitation to choose a password. Like every sign-in mail it is stored encrypted and wiped once sent."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from labo_ess.accounts.models import User


def password_address(user: User) -> str:
    """A fresh address where that person chooses a password; it dies once used, and after three days."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    address: str = get_adapter().get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")
    return address


def invitation(user: User) -> EmailMessage:
    """The mail that opens an account."""
    context = {"user": user, "password_address": password_address(user), "site": settings.SITE_URL}
    return EmailMessage(
        subject=render_to_string("signin/emails/invitation.subject.txt", context).strip(),
        body=render_to_string("signin/emails/invitation.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
    )

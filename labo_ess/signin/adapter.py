"""How allauth behaves in this house: no sign-up, mails through the outbox, secrets encrypted, French words."""

import time
from typing import Any
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.messages import add_message
from django.http import HttpRequest
from django.urls import reverse

from labo_ess.signin.keys import cipher
from labo_ess.signin.recovery_codes import Kept, is_kept
from labo_ess.signin.words import ERRORS, MESSAGES
from labo_ess.text.typography import typo_fr
from labo_ess.throttle.addresses import client_address
from labo_ess.ui.pages import inside


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an administrator's invitation, never from a form."""

    error_messages = DefaultAccountAdapter.error_messages | {code: typo_fr(text) for code, text in ERRORS.items()}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """No « [site] » before the subject."""
        return subject

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site; allauth's own rule falls on « http://[ »."""
        return bool(url) and inside(str(url), "") == url

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the one rule of the house, behind as many proxies as the settings say."""
        found = client_address(request)
        return "0.0.0.0" if found == "unknown" else found

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Mailed links always carry the configured address, whatever Host the request bore."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{path.replace('UID-KEY', quote(key))}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return reverse("signin:me")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again within the time allowed after signing in: whoever just typed the password need not type it twice."""
        records = get_authentication_records(self.request, self.request.user) if self.request else []
        latest = max((each["at"] for each in records), default=0)
        return time.time() - latest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any) -> None:
        """Our sentence in place of allauth's."""
        if message_template in MESSAGES:
            if MESSAGES[message_template]:
                add_message(request, level, typo_fr(MESSAGES[message_template]))
            return
        super().add_message(request, level, message_template, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """The seeds of phones are encrypted in the database, recovery codes are digests: a dump signs nobody in."""

    error_messages = DefaultMFAAdapter.error_messages | {code: typo_fr(text) for code, text in ERRORS.items()}

    def encrypt(self, text: str) -> str:
        """Under the current key."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under the current key or the previous one; what is kept of a recovery code is not read, only compared."""
        return Kept(encrypted_text) if is_kept(encrypted_text) else cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are tied to the configured site, whatever Host the request bore."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """What a new key is called while nobody names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Clé {number + 1}" if number else "Ma clé"

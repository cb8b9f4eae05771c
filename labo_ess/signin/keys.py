"""Keys of what protects accounts: made from those of the mails, which no backup of the database holds."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _made(purpose: bytes) -> list[bytes]:
    """The current one first, then the previous one while it is still in the settings."""
    return [sha256(purpose + b":" + key.encode()).digest() for key in settings.MAIL_KEYS if key]


def cipher() -> MultiFernet:
    """For secrets that must be read again."""
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in _made(b"labo_ess.signin")])


def digest_keys() -> list[bytes]:
    """For secrets that are only compared."""
    return _made(b"labo_ess.signin.recovery_codes")

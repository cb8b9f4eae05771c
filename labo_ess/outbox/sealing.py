"""Encrypts what a mail's row may hold only until the mail is gone: its exact bytes, and whole sign-in mails."""

import base64
import zlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    def derived(key: str) -> Fernet:
        material = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"labo-ess outbox").derive(key.encode())
        return Fernet(base64.urlsafe_b64encode(material))

    return MultiFernet([derived(key) for key in keys if key])


_COMPRESSED = b"\x78\x01"
"""How zlib begins at its fastest; no mail begins so."""


def seal(data: bytes) -> bytes:
    """`data`, readable with the mails' key alone (the current one first, then the previous ones); a third of its size."""
    return _box(tuple(settings.MAIL_KEYS)).encrypt(zlib.compress(data, level=1))


def unseal(sealed: bytes | memoryview) -> bytes | None:
    """What was sealed, or None when no key opens it any more."""
    try:
        data = _box(tuple(settings.MAIL_KEYS)).decrypt(bytes(sealed))
    except InvalidToken:
        return None
    return zlib.decompress(data) if data.startswith(_COMPRESSED) else data

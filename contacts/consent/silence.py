"""Addresses that asked for silence, known by keyed hashes only."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from contacts.consent.models import Suppression


def suppressed(addresses: Iterable[str]) -> set[str]:
    """Which of these addresses (in small letters) asked for silence; one query per thousand."""
    wanted = {address.lower() for address in addresses}
    by_hash = {hashed: address for address in wanted for hashed in hashes(address)}
    keys = list(by_hash)
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        rows = Suppression.objects.filter(address_hash__in=keys[start : start + 500]).values_list("address_hash", flat=True)
        found |= {by_hash[hashed] for hashed in rows}
    return found


def is_silent(address: str) -> bool:
    """Whether the owner of this address asked for silence."""
    return bool(suppressed([address]))


def hashes(address: str) -> list[str]:
    """Under the current key first, then the previous ones, so that a change of keys brings nobody back."""
    text = f"suppression:{address}".encode()
    return [hmac.new(key.encode(), text, hashlib.sha256).hexdigest() for key in settings.MAIL_KEYS if key]

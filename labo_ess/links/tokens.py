"""The secret part of a link: made when an address is written, checked when it comes back, stored nowhere.

A token is 33 bytes in URL-safe base64 (44 characters, no padding): the 16 bytes of the row's public id, then 17 bytes
(136 bits) of an HMAC-SHA256 over that id and the row's version. A dump of the database holds neither.
"""

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.conf import settings

_ID_BYTES, _MAC_BYTES = 16, 17
_SHAPE = re.compile(r"[A-Za-z0-9_-]{44}")
_PURPOSE = b"labo_ess.links/1"


def _mac(key: str, public_id: UUID, version: int) -> bytes:
    text = b"%s:%s:%d" % (_PURPOSE, public_id.bytes, version)
    return hmac.new(key.encode(), text, hashlib.sha256).digest()[:_MAC_BYTES]


def make_token(public_id: UUID, version: int) -> str:
    """The token of a link, under the current key."""
    return base64.urlsafe_b64encode(public_id.bytes + _mac(settings.LINK_KEYS[0], public_id, version)).decode()


def read_id(token: str) -> UUID | None:
    """The id that a token claims; nothing is proved yet."""
    if not _SHAPE.fullmatch(token):
        return None
    return UUID(bytes=base64.urlsafe_b64decode(token)[:_ID_BYTES])


def is_genuine(token: str, public_id: UUID, version: int) -> bool:
    """Whether the token was made by this house for that id and version, with the current key or the previous one."""
    given = base64.urlsafe_b64decode(token)[_ID_BYTES:]
    # Every key is tried whatever the first answers, so that the time taken says nothing.
    matches = [hmac.compare_digest(given, _mac(key, public_id, version)) for key in settings.LINK_KEYS if key]
    return any(matches)

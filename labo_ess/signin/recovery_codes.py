"""Recovery codes: the database holds salted digests of them, made with a key that it does not hold; they are shown once.

allauth keeps a seed, or else a list of texts that its adapter reads back and looks for the typed code in. Here no seed is ever
written: a row becomes a list of digests on its way to the database, and a digest read back is equal to the code it was made of.
"""

import hmac
import json
import re
from secrets import token_hex
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.http import HttpRequest

from labo_ess.accounts.models import User
from labo_ess.signin.keys import cipher, digest_keys

SHOWN_SECONDS = 3600
"""How long the codes just made may still be opened by the browser that made them."""
SCHEME = "hmac-sha256"
_SESSION = "recovery_codes"


class Kept(str):
    """What is kept of a code: its text is the digest, and it is equal to that one code."""

    __hash__ = str.__hash__

    def __eq__(self, typed: object) -> bool:
        """In the same time whatever is wrong; spaces and hyphens help to read and mean nothing."""
        _scheme, salt, kept = self.split("$")
        code = re.sub(r"[\s-]", "", str(typed))
        found = [hmac.compare_digest(_hashed(key, salt, code), kept) for key in digest_keys()]
        return any(found)

    def __ne__(self, typed: object) -> bool:
        return not self == typed


def keep(code: str) -> Kept:
    """What the database may know of a code."""
    salt = token_hex(16)
    return Kept(f"{SCHEME}${salt}${_hashed(digest_keys()[0], salt, code)}")


def is_kept(text: str) -> bool:
    """Whether a text of the database is one of these."""
    return text.startswith(f"{SCHEME}$")


def hide(row: Authenticator) -> list[str]:
    """Put digests in the place of the seed, and give the codes that still serve; nothing to do, no code, once that is done."""
    if "seed" not in row.data:
        return []
    codes: list[str] = RecoveryCodes(row).get_unused_codes()
    row.data = {"migrated_codes": [str(keep(code)) for code in codes]}
    return codes


def left(user: User) -> int | None:
    """How many still serve; None when none were made."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return None if row is None else len(row.wrap().get_unused_codes())


def hold(request: HttpRequest, user: User, codes: list[str]) -> None:
    """Carry the codes just made to the page that shows them: sealed, in the session of whoever made them."""
    request.session[_SESSION] = cipher().encrypt(json.dumps([str(user.public_id), codes]).encode()).decode()


def take(request: HttpRequest) -> str:
    """What the session carries, once: the page that shows the codes is the only one to hold it afterwards."""
    sealed: str = request.session.pop(_SESSION, "")
    return sealed


def unseal(user: User, sealed: str) -> list[str]:
    """The codes of that account, or none: too old, somebody else's, or not sealed here."""
    try:
        owner, codes = json.loads(cipher().decrypt(sealed.encode(), ttl=SHOWN_SECONDS))
    except (InvalidToken, UnicodeEncodeError):
        return []
    return list(codes) if owner == str(user.public_id) else []


def _hashed(key: bytes, salt: str, code: str) -> str:
    return hmac.new(key, f"{salt}:{code}".encode(), "sha256").hexdigest()


def hide_written(instance: Any) -> None:
    """Before a row is written, whoever writes it; the codes stay on the object, for the page that will show them."""
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        codes = hide(instance)
        if codes:
            instance.codes = codes

"""What must not be read in a log or a kept mail: tokens of secret links, and e-mail addresses."""

import re

_LINK = re.compile(r"(/l/)[A-Za-z0-9_\-.:=%~]+")
_KEY = re.compile(r"((?:/(?:key|cle|invitation)/))[A-Za-z0-9_\-.:=%~]{8,}")
# From the beginning of a run only: else a long run without « @ » is read again from each of its characters.
_ADDRESS = re.compile(r"(?<![A-Za-z0-9._%+'\-])[A-Za-z0-9._%+'\-]+(?:@|%40)[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")


def mask_tokens(text: str) -> str:
    """The same text; a secret link no longer opens anything."""
    return _KEY.sub(r"\1…", _LINK.sub(r"\1…", text))


def mask_addresses(text: str) -> str:
    """The same text without an e-mail address."""
    return _ADDRESS.sub("…@…", text)


def mask(text: str) -> str:
    """Both: what a log line may hold."""
    return mask_addresses(mask_tokens(text))

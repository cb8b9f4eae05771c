"""A state as a dot and a word."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from labo_ess.text.typography import typo_fr

TONES = ("ok", "wait", "bad", "info", "accent", "")
"""ok, wait, bad, info, accent; empty when nothing is expected of anybody."""


@dataclass(frozen=True)
class Status:
    """What a list or a page shows for a state; exported as its words."""

    tone: str
    words: str

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"{self.tone!r} is not a tone: {', '.join(TONES)}")

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> SafeString:
        return _drawn(self.tone, self.words)


@lru_cache(maxsize=512)
def _drawn(tone: str, words: str) -> SafeString:
    return format_html('<span class="status{}">{}</span>', f" status-{tone}" if tone else "", typo_fr(words))

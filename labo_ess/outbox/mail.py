"""From a message to the bytes that leave: text, HTML and calendar parts, headers that nobody can inject into."""

from dataclasses import dataclass, field
from typing import Any

from labo_ess.outbox.exceptions import CauseGone

__all__ = ["CauseGone", "Mail"]


@dataclass(frozen=True)
class Mail:
    """What a message says once written: one recipient, one template, perhaps a calendar entry."""

    to: str
    template: str
    to_name: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    calendar: bytes | None = None
    method: str = "PUBLISH"
    reply_to: str | None = None
    list_unsubscribe: str | None = None

"""States of a mail and the passages allowed between them."""

from typing import Any

from django.db import models


class MailState(models.TextChoices):
    """What has become of a mail."""

    QUEUED = "queued", "en attente"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    DEFERRED = "deferred", "nouvel essai prévu"
    FAILED = "failed", "en échec"
    HELD = "held", "retenu"
    CANCELLED = "cancelled", "annulé"
    BOUNCED = "bounced", "revenu"


class Priority(models.TextChoices):
    """Service mail (a confirmation, a new link) leaves before bulk mail (an invitation to many)."""

    SERVICE = "service", "service"
    BULK = "bulk", "envoi groupé"


class Held(models.TextChoices):
    """Why a mail is retained."""

    NO = "", "non"
    PAUSE = "pause", "mis en pause par l’équipe"
    QUOTA = "quota", "limite d’envois atteinte"


PASSAGES: dict[Any, tuple[Any, ...]] = {
    MailState.QUEUED: (MailState.SENDING, MailState.HELD, MailState.CANCELLED),
    MailState.SENDING: (MailState.SENT, MailState.DEFERRED, MailState.FAILED, MailState.QUEUED, MailState.CANCELLED),
    MailState.DEFERRED: (MailState.QUEUED, MailState.CANCELLED),
    MailState.HELD: (MailState.QUEUED, MailState.CANCELLED),
    MailState.FAILED: (MailState.QUEUED,),
    MailState.SENT: (MailState.BOUNCED,),
    MailState.CANCELLED: (),
    MailState.BOUNCED: (),
}
WAITING = (MailState.QUEUED, MailState.DEFERRED, MailState.HELD)
"""Not gone yet: may still be cancelled."""
FINAL = (MailState.SENT, MailState.FAILED, MailState.CANCELLED, MailState.BOUNCED)


def sources_of(target: str) -> list[str]:
    """States from which `target` may be reached: the condition of every UPDATE of a state."""
    return [source for source, targets in PASSAGES.items() if target in targets]

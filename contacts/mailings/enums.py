"""States of a mailing and of each of its recipients."""

from django.db import models


class MailingState(models.TextChoices):
    DRAFT = "draft", "brouillon"
    SENDING = "sending", "en cours d’envoi"
    PAUSED = "paused", "en pause"
    SENT = "sent", "envoyé"


MAILING_PASSAGES = {
    MailingState.DRAFT: {MailingState.SENDING},
    MailingState.SENDING: {MailingState.PAUSED, MailingState.SENT},
    MailingState.PAUSED: {MailingState.SENDING},
    MailingState.SENT: set(),
}

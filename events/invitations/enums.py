"""The life of an invitation."""

from django.db import models


class InvitationState(models.TextChoices):
    PREPARED = "prepared", "à envoyer"
    SENT = "sent", "sans réponse"
    REGISTERED = "registered", "inscrit·e"
    DECLINED = "declined", "ne vient pas"


INVITATION_PASSAGES = {
    InvitationState.PREPARED: {InvitationState.SENT, InvitationState.REGISTERED, InvitationState.DECLINED},
    InvitationState.SENT: {InvitationState.REGISTERED, InvitationState.DECLINED},
    InvitationState.DECLINED: {InvitationState.REGISTERED},
    InvitationState.REGISTERED: {InvitationState.DECLINED},
}

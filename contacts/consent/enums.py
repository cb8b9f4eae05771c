"""Why the house writes, and why it may not."""

from django.db import models


class Purpose(models.TextChoices):
    """What a mail is for. A service mail answers what the person did; a newsletter needs a yes."""

    SERVICE = "service", "répondre à une inscription ou à une demande"
    INVITATION = "invitation", "inviter aux journées et aux collectifs"
    NEWSLETTER = "newsletter", "envoyer la lettre d’information"
    PHOTOS = "photos", "publier des photos"
    DIRECTORY = "annuaire", "figurer dans un annuaire partagé"


class Obstacle(models.TextChoices):
    """Why a person is left out of a mailing."""

    NO_ADDRESS = "no_address", "sans adresse électronique"
    BOUNCED = "bounced", "adresse rejetée"
    ON_HOLD = "on_hold", "adresse en pause"
    SUPPRESSED = "suppressed", "ne souhaite plus être contacté·e"
    WITHDRAWN = "withdrawn", "accord retiré"
    NO_CONSENT = "no_consent", "accord jamais donné"
    TRASHED = "trashed", "fiche à la corbeille"


class SubscriptionState(models.TextChoices):
    """What the link of « S’abonner » shows."""

    PENDING = "pending", "à confirmer"
    CONFIRMED = "confirmed", "abonné·e"
    LEFT = "left", "désabonné·e"


CONSENT_NEEDED = frozenset({Purpose.NEWSLETTER, Purpose.PHOTOS, Purpose.DIRECTORY})
"""Purposes that rest on a yes; the others rest on a legitimate interest and stop at a no."""

"""Fixed words of the directory; what an admin may rename is a Choice."""

from django.db import models


class AddressState(models.TextChoices):
    """Whether mail can be sent to an address."""

    OK = "ok", "ok"
    ON_HOLD = "on_hold", "en pause"
    BOUNCED = "bounced", "rejetée"


class Civility(models.TextChoices):
    """As the person is addressed; empty when unknown or unwanted."""

    MADAM = "mme", "Mme"
    SIR = "m", "M."

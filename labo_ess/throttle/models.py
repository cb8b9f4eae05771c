"""Counters of attempts. One row per scope, hashed key and time slot."""

from django.db import models

from labo_ess.personal import NoPerson


class Attempt(models.Model):
    """How many times something happened in one slot of time."""

    personal = NoPerson("les clés sont hachées et disparaissent en deux jours")

    scope = models.CharField("domaine", max_length=40)
    key_hash = models.CharField("clé hachée", max_length=64)
    window = models.PositiveIntegerField("durée en secondes")
    slot = models.PositiveBigIntegerField("tranche")
    count = models.PositiveIntegerField("nombre", default=0)
    ends_at = models.DateTimeField("fin", db_index=True)

    class Meta:
        verbose_name = "limite"
        verbose_name_plural = "limites"
        constraints = [models.UniqueConstraint(fields=["scope", "key_hash", "window", "slot"], name="throttle_one_slot")]

    def __str__(self) -> str:
        return f"{self.scope} {self.count}"

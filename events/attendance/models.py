"""Who was there."""

from django.db import models
from django.db.models import Q

from events.attendance.querysets import CheckInQuerySet
from labo_ess.db import PublicId
from labo_ess.personal import Personal


class CheckIn(PublicId):
    """A person noted present at a day; undone, it stays with its date. At most one stands per registration."""

    personal = Personal(
        person="registration__person",
        purpose="savoir qui était présent·e, pour les bilans et les attestations",
        basis="intérêt légitime, obligation envers les financeurs",
        keep="trois ans après la journée",
        fields={"checked_in_at": "équipe, accueil de la journée"},
        plain=("by_kind", "by_id"),
        merge="move",
    )

    registration = models.ForeignKey("events.Registration", models.CASCADE, related_name="check_ins", verbose_name="inscription")
    checked_in_at = models.DateTimeField("présent·e depuis")
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    by_kind = models.CharField("pointé par (nature)", max_length=10)
    by_id = models.CharField("pointé par", max_length=40)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        ordering = ["checked_in_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["registration"], condition=Q(undone_at__isnull=True), name="check_in_once")]

    def __str__(self) -> str:
        return f"présence {self.registration_id}"

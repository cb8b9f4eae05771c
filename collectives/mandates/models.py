"""Seats: one for each voting member. Quorum, votes and pouvoirs count seats, never heads."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from collectives.mandates.enums import MandateKind
from collectives.mandates.querysets import MandateQuerySet, SeatQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson, Personal

if TYPE_CHECKING:
    from contacts.directory.models import Person


class Seat(PublicId, Timestamped):
    """The seat of a voting member: held by the person, or by the titulaire and the suppléant·e of the organisation."""

    personal = NoPerson("un siège est celui d’un membre ; qui l’occupe est à part")

    membership = models.OneToOneField("collectives.Membership", models.CASCADE, related_name="seat", verbose_name="membre")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "siège"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"siège de {self.membership}"

    @property
    def titular(self) -> "Person | None":
        """Who holds it first: the person itself, or the organisation’s titulaire. The seat comes from `holders_on(day)`."""
        return self.membership.person or self._holder(MandateKind.TITULAR)

    @property
    def deputy(self) -> "Person | None":
        """The organisation’s suppléant·e on the day that was asked."""
        return self._holder(MandateKind.DEPUTY)

    def _holder(self, kind: str) -> "Person | None":
        running: list[Mandate] = self.running  # type: ignore[attr-defined]
        return next((mandate.person for mandate in running if mandate.kind == kind), None)


class Mandate(PublicId, Timestamped):
    """A person who holds the seat of an organisation, as titulaire or suppléant·e, between two dates."""

    personal = Personal(
        person="person",
        purpose="savoir qui siège pour quelle structure",
        basis="intérêt légitime",
        keep="durée du collectif, puis archive du Labo",
        fields={
            "kind": "membres du collectif, équipe, lecture",
            "starts_on": "membres, équipe",
            "ends_on": "membres, équipe",
            "designation": "membres, équipe",
        },
        merge="move",
    )

    seat = models.ForeignKey("collectives.Seat", models.CASCADE, related_name="mandates", verbose_name="siège")
    person = models.ForeignKey("contacts.Person", models.PROTECT, related_name="mandates", verbose_name="personne")
    kind = models.CharField("qualité", max_length=10, choices=MandateKind.choices)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    designation = models.CharField("désigné·e par", max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        ordering = ["kind", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mandate_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Le mandat finit avant d’avoir commencé.",
            ),
            models.UniqueConstraint(fields=["seat", "kind"], condition=Q(ends_on__isnull=True), name="mandate_one_standing_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.kind})"

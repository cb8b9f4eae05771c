"""Secret links: what a row opens, for whom, until when, which version. The token itself is in no row."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from labo_ess.db import PublicId, Timestamped
from labo_ess.links.querysets import SecretLinkQuerySet
from labo_ess.personal import Personal


class SecretLink(PublicId, Timestamped):
    """A door for someone without an account. Target and holder are named by (type, public id)."""

    personal = Personal(
        person="holder",
        purpose="laisser répondre sans compte les personnes invitées",
        basis="intérêt légitime",
        keep="un an après la fin de validité du lien",
        fields={},
        plain=("kind",),
        merge="unique",
    )

    kind = models.CharField("nature", max_length=40)
    target_type = models.ForeignKey(ContentType, verbose_name="type ouvert", on_delete=models.PROTECT, related_name="+")
    target_id = models.UUIDField("objet ouvert")
    holder_type = models.ForeignKey(ContentType, verbose_name="type de titulaire", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    holder_id = models.UUIDField("titulaire", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    expires_at = models.DateTimeField("valable jusqu’au", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien personnel"
        verbose_name_plural = "liens personnels"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target_type", "target_id", "holder_type", "holder_id"],
                condition=Q(holder_id__isnull=False),
                name="links_one_per_holder",
            ),
            models.UniqueConstraint(
                fields=["kind", "target_type", "target_id"], condition=Q(holder_id__isnull=True), name="links_one_without_holder"
            ),
        ]
        indexes = [models.Index(fields=["holder_type", "holder_id"], name="links_holder")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def lives(self) -> bool:
        """Neither revoked nor past its date."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    @cached_property
    def target(self) -> Any:
        """The object it opens; None when that no longer exists or lies in the Corbeille."""
        return _named(self.target_type_id, self.target_id)

    @cached_property
    def holder(self) -> Any:
        """The person or organisation who holds it; None for a link without a holder, or when they are gone."""
        return None if self.holder_type_id is None else _named(self.holder_type_id, self.holder_id)


def _named(type_id: int, public_id: Any) -> Any:
    model = ContentType.objects.get_for_id(type_id).model_class()  # known to the process after the first time
    found = None if model is None else model._default_manager.filter(public_id=public_id).order_by().first()
    return None if getattr(found, "trashed_at", None) is not None else found

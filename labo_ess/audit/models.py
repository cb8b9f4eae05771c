"""The journal of what was done. Ids and counts only: names are looked up when it is shown, so erasing a person leaves nothing here."""

import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from labo_ess.audit.actors import LINK, SYSTEM, USER, Actor
from labo_ess.personal import NoPerson

KINDS = [(USER, "compte"), (LINK, "lien personnel"), (SYSTEM, "logiciel")]


class AuditEntry(models.Model):
    """One act: who (kind and id), what (verb), on what (type and public id), when."""

    personal = NoPerson("le journal ne garde que des identifiants ; les noms sont lus à l’affichage")

    public_id = models.UUIDField("identifiant public", default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField("date", default=timezone.now, db_index=True)
    actor_kind = models.CharField("nature de l’auteur·rice", max_length=10, choices=KINDS)
    actor_id = models.CharField("auteur·rice", max_length=60)
    verb = models.CharField("acte", max_length=80, db_index=True)
    content_type = models.ForeignKey(ContentType, verbose_name="type d’objet", null=True, on_delete=models.PROTECT, related_name="+")
    object_id = models.UUIDField("objet", null=True)
    details = models.JSONField("détails", default=dict, blank=True)

    class Meta:
        verbose_name = "acte"
        verbose_name_plural = "historique"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="audit_object")]

    def __str__(self) -> str:
        return self.verb

    @property
    def actor(self) -> Actor:
        """Who did it, as the `by=` it was recorded with."""
        return Actor(self.actor_kind, self.actor_id)

    def named(self, key: str) -> str:
        """The name, today, of the object that `details[key]` refers to; filled by `history()` in a constant number of queries."""
        names: dict[str, str] = getattr(self, "_names", {})
        reference: Any = self.details.get(key)
        if isinstance(reference, dict):
            return names.get(f"{reference['type']}:{reference['id']}", "un élément disparu")
        return "" if reference is None else str(reference)

"""Finding links by what they name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SecretLinkQuerySet(models.QuerySet):
    """Links name their target and holder by (type, public id): whoever merges or erases finds them here."""

    def living(self, now: datetime | None = None) -> "SecretLinkQuerySet":
        """Links that open something."""
        moment = now or timezone.now()
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=moment), revoked_at__isnull=True)

    def dead(self) -> "SecretLinkQuerySet":
        """Links that open nothing any more."""
        return self.filter(Q(expires_at__lte=timezone.now()) | Q(revoked_at__isnull=False))

    def to(self, target: Any) -> "SecretLinkQuerySet":
        """Links that open this object."""
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.public_id)

    def to_any(self, targets: Iterable[Any]) -> "SecretLinkQuerySet":
        """Links that open one of these objects (all of one model)."""
        found = list(targets)
        if not found:
            return self.none()
        return self.filter(target_type=ContentType.objects.get_for_model(found[0]), target_id__in=[target.public_id for target in found])

    def held_by(self, holder: Any) -> "SecretLinkQuerySet":
        """Links of this person or organisation."""
        return self.filter(holder_type=ContentType.objects.get_for_model(holder), holder_id=holder.public_id)

    def of(self, kind: str, target: Any, holder: Any = None) -> "SecretLinkQuerySet":
        """The one link of a kind, target and holder."""
        found = self.filter(kind=kind).to(target)
        return found.filter(holder_type__isnull=True) if holder is None else found.held_by(holder)

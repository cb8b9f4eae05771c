"""Questions asked to the outbox."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from labo_ess.accounts.roles import is_team
from labo_ess.outbox.enums import WAITING, MailState, Priority


class OutboxQuerySet(models.QuerySet):
    """Mails by cause, by state, by due time."""

    def about(self, obj: Any) -> "OutboxQuerySet":
        """Mails that speak of this object."""
        return self.filter(about_type=ContentType.objects.get_for_model(obj), about_public_id=obj.public_id)

    def to(self, obj: Any) -> "OutboxQuerySet":
        """Mails for this person or account."""
        return self.filter(recipient_type=ContentType.objects.get_for_model(obj), recipient_public_id=obj.public_id)

    def waiting(self) -> "OutboxQuerySet":
        """Not gone yet."""
        return self.filter(state__in=WAITING)

    def due(self, now: datetime | None = None) -> "OutboxQuerySet":
        """Ready to leave, service mail first, then oldest first."""
        rank = Case(When(priority=Priority.SERVICE, then=Value(0)), default=Value(1), output_field=IntegerField())
        now = now or timezone.now()
        return self.filter(state=MailState.QUEUED, next_try_at__lte=now).order_by(rank, "next_try_at", "id")

    def stale(self, now: datetime | None = None) -> "OutboxQuerySet":
        """Being sent by a worker whose heart no longer beats."""
        now = now or timezone.now()
        return self.filter(state=MailState.SENDING, lease_at__lt=now - timedelta(seconds=settings.MAIL_LEASE["stale"]))

    def for_list(self) -> "OutboxQuerySet":
        """Without the long columns that a list does not show."""
        return self.defer("text", "sealed", "search_text", "params")

    def visible_to(self, user: Any) -> "OutboxQuerySet":
        """The team sees that every mail left or failed; of sign-in mails the house keeps no word."""
        return self if is_team(user) else self.none()

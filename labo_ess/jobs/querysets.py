"""Questions asked to the jobs."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from labo_ess.accounts.roles import is_team
from labo_ess.jobs.enums import JobState


class JobQuerySet(models.QuerySet):
    """Jobs by right and by state."""

    def visible_to(self, user: Any) -> "JobQuerySet":
        """Whoever started it, and the team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if is_team(user) else self.filter(starter=user)

    def stale(self, now: datetime | None = None) -> "JobQuerySet":
        """Running, but the heart of their worker no longer beats."""
        now = now or timezone.now()
        return self.filter(state=JobState.RUNNING, lease_at__lt=now - timedelta(seconds=settings.MAIL_LEASE["stale"]))

"""The mixin of rows that two people may edit at once. Versions themselves live in django-reversion's tables."""

from django.db import models


class Locked(models.Model):
    """A row whose form carries `lock_version`: a save that comes from an older page is refused, not lost."""

    lock_version = models.PositiveIntegerField("version d’édition", default=1, editable=False)

    class Meta:
        abstract = True

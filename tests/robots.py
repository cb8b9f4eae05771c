"""What a person's form carries: it was read for a while before it was sent."""

from datetime import timedelta

from django.utils import timezone

from labo_ess.throttle.robots import make_stamp


def stamp(seconds: float = 30) -> str:
    """The stamp of a page opened so many seconds ago."""
    return make_stamp(timezone.now() - timedelta(seconds=seconds))

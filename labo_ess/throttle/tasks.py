"""Counters are of no use once their window is over."""

from django.utils import timezone

from labo_ess.clock.registry import sweep
from labo_ess.throttle.models import Attempt


@sweep("throttle_old", every=3600)
def drop_old() -> int:
    """Delete the counters of past windows."""
    return Attempt.objects.filter(ends_at__lt=timezone.now()).delete()[0]

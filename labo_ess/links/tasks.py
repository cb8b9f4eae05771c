"""Links that have opened nothing for a year are of no use to anybody."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from labo_ess.clock.registry import sweep
from labo_ess.links.models import SecretLink

KEPT = timedelta(days=365)


@sweep("links_old", every=86_400)
def drop_old() -> int:
    """Delete them."""
    limit = timezone.now() - KEPT
    return SecretLink.objects.filter(Q(expires_at__lt=limit) | Q(revoked_at__lt=limit)).delete()[0]

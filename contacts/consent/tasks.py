"""What nobody confirmed is forgotten."""

from datetime import timedelta

from django.utils import timezone

from contacts.consent.emails import PENDING_FOR
from contacts.consent.models import Subscription
from labo_ess.clock.registry import sweep


@sweep("subscriptions_unconfirmed", every=3600)
def forget_unconfirmed() -> int:
    """Drop the addresses that were typed and never confirmed; the link of a row that is gone opens nothing."""
    old = Subscription.objects.filter(confirmed_at__isnull=True, updated_at__lt=timezone.now() - PENDING_FOR - timedelta(hours=1))
    return old.delete()[1].get(Subscription._meta.label, 0)

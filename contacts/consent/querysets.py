"""How subscriptions are found."""

from typing import Self

from django.db.models import QuerySet
from django.db.models.functions import Lower


class SubscriptionQuerySet(QuerySet):
    """What people typed on « S’abonner »."""

    def with_address(self, address: str) -> Self:
        """Whatever its capitals."""
        return self.annotate(low=Lower("address")).filter(low=address.lower())

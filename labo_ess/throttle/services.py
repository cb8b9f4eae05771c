"""Counting attempts, the same on both engines and without Redis.

Slots are fixed; the previous slot weighs what of it still lies within the window, so that nobody doubles a limit by
waiting for the minute to turn.
"""

from datetime import UTC, datetime
from time import time

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from labo_ess.throttle.models import Attempt


def failures(scope: str, key: str, window_seconds: int) -> int:
    """How many were counted within the window that ends now."""
    now = time()
    slot = int(now // window_seconds)
    counts = dict(
        Attempt.objects.filter(scope=scope, key_hash=_hashed(scope, key), window=window_seconds, slot__in=[slot, slot - 1]).values_list(
            "slot", "count"
        )
    )
    left_of_previous = 1 - (now % window_seconds) / window_seconds
    return counts.get(slot, 0) + int(counts.get(slot - 1, 0) * left_of_previous)


def add_failure(scope: str, key: str, window_seconds: int) -> None:
    """Count one more. The addition is made by the database: two at once count two."""
    slot = int(time() // window_seconds)
    row = {"scope": scope, "key_hash": _hashed(scope, key), "window": window_seconds, "slot": slot}
    if Attempt.objects.filter(**row).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            Attempt.objects.create(**row, count=1, ends_at=datetime.fromtimestamp((slot + 2) * window_seconds, UTC))
    except IntegrityError:  # the first of this slot, twice at once
        Attempt.objects.filter(**row).update(count=F("count") + 1)


def allowed(scope: str, key: str, limit: int, window_seconds: int) -> bool:
    """Count one and say whether it was within the limit."""
    if failures(scope, key, window_seconds) >= limit:
        return False
    add_failure(scope, key, window_seconds)
    return True


def forget(scope: str, key: str) -> None:
    """Wipe the counts of a key (after a success that clears earlier failures)."""
    Attempt.objects.filter(scope=scope, key_hash=_hashed(scope, key)).delete()


def _hashed(scope: str, key: str) -> str:
    return salted_hmac(f"labo_ess.throttle.{scope}", key, algorithm="sha256").hexdigest()

"""What happens at the door and the library does not say."""

from django.dispatch import Signal

passkey_refused = Signal()
"""`user` (or None) and `request`: allauth tells of wrong codes, not of wrong keys."""

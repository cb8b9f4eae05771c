"""What the outbox tells to whoever listens above it."""

from django.dispatch import Signal

bounced = Signal()
"""A mail came back: `row` (OutboxEmail), `permanent` (bool)."""

"""What registrations tell to whoever listens above them, inside the transaction of the act."""

from django.dispatch import Signal

registration_moved = Signal()
"""A registration is made, changed state or choices: `registration`, `by` (Actor)."""

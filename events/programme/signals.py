"""What the features above may want to know of a programme."""

from django.dispatch import Signal

capacity_changed = Signal()
"""Sent in the transaction, with `session=`, when a session's places or the need to choose it changed: registration counts `full` again."""

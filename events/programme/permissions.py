"""Who reads and who changes a programme: whoever may do so with the day."""

from events.days.permissions import can_edit_day as can_edit_programme
from events.days.permissions import can_see_day as can_see_programme

__all__ = ["can_edit_programme", "can_see_programme"]

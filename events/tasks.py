"""Table of contents: Celery finds the tasks of each feature here."""

from events.attendance import tasks as attendance  # noqa: F401
from events.days import tasks as days  # noqa: F401
from events.registration import tasks as registration  # noqa: F401
from events.invitations import tasks as invitations  # noqa: F401

"""Table of contents: Celery finds the tasks of each feature here."""

from collectives.actions import tasks as actions  # noqa: F401
from collectives.meetings import tasks as meetings  # noqa: F401
from collectives.minutes import tasks as minutes  # noqa: F401

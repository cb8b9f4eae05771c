"""Table of contents: Celery finds the tasks of each feature here."""

from collectives.actions import tasks as actions  # noqa: F401

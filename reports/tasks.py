"""Table of contents: Celery finds the tasks of each feature here."""

from reports.synthesis import tasks as synthesis  # noqa: F401

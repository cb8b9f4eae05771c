"""Table of contents: Celery finds the tasks of each feature here."""

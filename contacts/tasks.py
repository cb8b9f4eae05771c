"""Table of contents: Celery finds the tasks of each feature here."""

from contacts.consent import tasks as consent  # noqa: F401
from contacts.mailings import tasks as mailings  # noqa: F401
from contacts.importing import tasks as importing  # noqa: F401

"""The alarm bell. Rows in the database are the truth; a task only carries ids and calls one service."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")

# The embedded broker: kombu's own lets a worker read a message that is still being written, and die of it.
TRANSPORT_ALIASES["filesystem"] = "labo_ess.clock.transport:Transport"

app = Celery("labo_ess")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

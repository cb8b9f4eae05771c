"""The alarm bell. Rows in the database are the truth; a task only carries ids and calls one service."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")

app = Celery("labo_ess")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

"""Entry point for WSGI servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - these two need what Django has just set up

from labo_ess.db import limit_lock_waits  # noqa: E402

limit_lock_waits()

# The web workers part from the process that loads this file (`gunicorn --preload`): what all of them need is loaded before, and
# marked as nothing to collect, since a collection writes on every object and would give each worker a copy of its own.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()

"""Entry point for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")

application = get_wsgi_application()

from labo_ess.db import limit_lock_waits  # noqa: E402 - it defines models: only once Django is set up

limit_lock_waits()

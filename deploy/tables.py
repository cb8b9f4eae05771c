"""Brings base and static files to this version: what five `manage.py` would do, in one process, for a server waits stopped meanwhile.

`.venv/bin/python deploy/tables.py [--checked]`, with the settings in the environment; `--checked` when `check --deploy` has just been run.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.base import CommandError


def main() -> int:
    """0, or 1 with what refused."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")
    django.setup()
    try:
        if "--checked" not in sys.argv[1:]:
            call_command("check", deploy=True, fail_level="WARNING")
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
        call_command("load_reference")
    except CommandError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: one line a figure on stdout, `name goal reached unit ok|short`; all else on stderr.

A private PostgreSQL and Redis, production settings, the data of `load_volume`. A ratio compares the house and its floor in the
same run (anchors: ratios, not absolutes). `BENCH_SIZES=small` tries the bench itself. `python -m tests.bench NAME…` takes only the
figures whose names contain one of these. Exit 1 when a figure could not be taken.
"""

import os
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import ExitStack
from pathlib import Path

from tests.run import ROOT, free_port, postgresql, postgresql_folder, redis


def main(wanted: list[str]) -> int:
    """Prepare, measure, tell."""
    folder = postgresql_folder()
    if folder is None:
        sys.stderr.write("PostgreSQL is missing (apt-get install postgresql redis-server): nothing was measured.\n")
        return 1
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # the services must be stopped then too
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labo-bench-", ignore_cleanup_errors=True)))
        smtp_port = free_port()
        os.environ.update(_environment(root, stack.enter_context(postgresql(folder, root)), stack.enter_context(redis(root)), smtp_port))
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=sys.stderr)
        return _measure(smtp_port, wanted)


def _environment(root: Path, database: str, redis_url: str, smtp_port: int) -> dict[str, str]:
    """Production, with what a bench cannot have: https, a second factor, a quota of mails."""
    for name in ("DEBUG", "DEMO", "BROKER_URL", "SSL_REDIRECT", "MAKEFLAGS", "MAKELEVEL"):
        os.environ.pop(name, None)
    return {
        "DJANGO_SETTINGS_MODULE": "labo_ess.settings",
        "VAR_DIR": str(root / "var"),
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "SITE_URL": "http://localhost",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "SECRET_KEY": "bench-" + "s" * 50,
        "LINK_KEY": "bench-" + "l" * 50,
        "MAIL_KEY": "bench-" + "m" * 50,
        "ALLOWED_HOSTS": "localhost",
        "SECOND_FACTOR_REQUIRED": "0",
        "MAIL_PER_MINUTE": "0",
        "MAIL_PER_HOUR": "0",
        "LOG_LEVEL": "ERROR",
    }


def _measure(smtp_port: int, wanted: list[str]) -> int:
    import django

    django.setup()
    from django.db import connection

    from tests.bench import mails, pages, papers, throughput, volume  # noqa: F401 - they register what they measure
    from tests.bench.figures import MEASURES, loop_seconds

    sys.stderr.write(f"seeds {volume.SEED} and {volume.SEED + 1}; {volume.sizes()}; loop {loop_seconds():.3f} s; load {os.getloadavg()[0]:.1f}\n")
    bench, untaken = volume.build(smtp_port), 0
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum has long done on a real base
    for goals, measure in MEASURES:
        if wanted and not any(part in goal.name for goal in goals for part in wanted):
            continue
        reached: dict[str, float] = {}
        try:
            reached = measure(bench)
        except Exception:
            traceback.print_exc()
            untaken += 1
        for goal in goals:
            sys.stdout.write(goal.line(reached.get(goal.name)) + "\n")
            sys.stdout.flush()
    return 1 if untaken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run in the environment of a house under test: each file of a folder is laid in, in a process of its own, under limits.

`python -m tests.faults.lay_in FOLDER` prints one JSON line for each file: what is wrong (see `judge`), whether it was refused whole,
the seconds of processor of a whole try (dry run, import, dry run again), the most memory of the process and of the one it starts.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import django

CPU_SECONDS = 30
"""The three runs together; ten seconds each."""
MEMORY_BYTES = 2_000_000_000
"""Of addresses, so that a file out of hand stops here and not with the machine; what is judged is the memory held."""


def main() -> None:
    """Warm once, then a child for each file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labo_ess.settings")
    django.setup()
    from django.db import connections

    import tests.contacts.importing.judge  # noqa: F401  imported here, so that no child pays for it

    for path in sorted(Path(sys.argv[1]).iterdir()):
        connections.close_all()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _alone(path, writing)
        os.close(writing)
        with os.fdopen(reading) as said:
            told = said.read()
        _pid, status, used = os.wait4(child, 0)
        answer: dict[str, Any] = (
            json.loads(told) if told else {"faults": [f"stopped by its limits: {status}"], "refused": False, "helper_megabytes": 0}
        )
        answer |= {"file": path.name, "seconds": round(used.ru_utime + used.ru_stime, 2), "megabytes": used.ru_maxrss // 1024}
        sys.stdout.write(json.dumps(answer) + "\n")


def _alone(path: Path, writing: int) -> None:
    from tests.contacts.importing.judge import judge

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    faults, done = judge(path)
    helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    answer = {"faults": faults, "refused": "error" in done, "rows": done.get("rows", 0), "helper_megabytes": helper}
    with os.fdopen(writing, "w") as told:
        json.dump(answer, told)
    os._exit(0)


if __name__ == "__main__":
    main()

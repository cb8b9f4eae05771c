"""Runs the suite on every column this machine has: PostgreSQL with Redis, then SQLite without.

`python -m tests.run [--column postgresql|sqlite] [--kind suite|faults|axe] [pytest arguments]`. Private services on free
ports, in a temporary folder, stopped and removed at the end. Exit 0 only if every column passed.
"""

import argparse
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
ROOT = Path(__file__).resolve().parent.parent
KINDS = {"suite": "not faults and not axe", "faults": "faults", "axe": "axe"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgresql_folder() -> Path | None:
    """Where initdb, pg_ctl and createdb live together; Debian keeps them out of PATH, and a link in PATH may stand alone."""
    folders = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))]
    folders += [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    whole = [folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl", "createdb"))]
    return whole[-1] if whole else None


@contextmanager
def postgresql(folder: Path, root: Path) -> Iterator[str]:
    """A private server; PostgreSQL refuses to run as root, so root lends it to the user `postgres` (or nobody)."""
    data, port = root / "postgresql", free_port()
    prefix: list[str] = []
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        owner = "postgres" if "postgres" in names else "nobody"
        data.mkdir()
        shutil.chown(data, owner)
        root.chmod(0o755)
        prefix = ["setpriv", f"--reuid={owner}", "--regid=" + str(pwd.getpwnam(owner).pw_gid), "--clear-groups"]
    run = lambda *command: subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")  # noqa: E731
    run(str(folder / "initdb"), "-D", str(data), "-U", "labo", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c max_connections=200"
    run(str(folder / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(data / "log"), "-w", "start")
    try:
        subprocess.run([str(folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "labo", "labo"], check=True)
        yield f"postgres://labo@127.0.0.1:{port}/labo"
    finally:
        run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")


@contextmanager
def redis(root: Path) -> Iterator[str]:
    """A private Redis that keeps nothing and refuses to evict: a queue must not lose what it took."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(root), "--maxmemory-policy", "noeviction"]
    command += ["--databases", "1024"]  # one for each worker and each house
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def pytest_column(name: str, selection: str, environment: dict[str, str], arguments: list[str]) -> int:
    print(f"\n=== {name} ===", flush=True)
    with tempfile.TemporaryDirectory(prefix="labo-test-") as root:
        merged = {**os.environ, **environment, "LABO_TEST_ROOT": root}
        workers = (
            [] if any(argument.startswith(("-n", "-x", "-p")) for argument in arguments) else ["-n", str(os.cpu_count() or 2), "--dist", "loadgroup"]
        )
        return subprocess.call([sys.executable, "-m", "pytest", "-q", "-m", selection, *workers, *arguments], cwd=ROOT, env=merged)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--column", choices=["postgresql", "sqlite"])
    parser.add_argument("--kind", choices=list(KINDS), default="suite")
    options, arguments = parser.parse_known_args()
    selection, codes = KINDS[options.kind], {}
    if CI and not shutil.which("chromium"):
        print("Chromium is missing: under CI every column must run.")
        return 1
    folder = postgresql_folder()
    if options.column != "sqlite":
        if folder and shutil.which("redis-server"):
            with ExitStack() as stack:
                root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labo-services-", ignore_cleanup_errors=True)))
                environment = {"DATABASE_URL": stack.enter_context(postgresql(folder, root)), "REDIS_URL": stack.enter_context(redis(root))}
                codes["PostgreSQL + Redis"] = pytest_column("PostgreSQL + Redis", selection, environment, arguments)
        elif CI:
            print("PostgreSQL or Redis is missing: under CI every column must run.")
            return 1
        else:
            print("=== PostgreSQL + Redis: not run, initdb or redis-server is missing (apt-get install postgresql redis-server) ===")
    if options.column == "sqlite" or (options.column is None and options.kind != "axe"):  # pages look the same on both: axe only when asked
        sqlite_only = selection if options.kind == "axe" else f"({selection}) and not postgres and (both or not browser)"
        codes["SQLite"] = pytest_column("SQLite", sqlite_only, {"DATABASE_URL": "", "REDIS_URL": ""}, arguments)
    # pytest's code 5 says that no test was selected: allowed for a named file, never for a whole column
    bad = {name: code for name, code in codes.items() if code not in (0, 5) or (code == 5 and not arguments)}
    if bad:
        print("Not passed: " + ", ".join(bad))
    return 1 if bad or not codes else 0


if __name__ == "__main__":
    sys.exit(main())

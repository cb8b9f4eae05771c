"""What backup and restore do differently on SQLite and on PostgreSQL: taking a still picture of the base, and putting one back.

One of the three engine branches of the house; `tests/labo_ess/operations/` runs the same proofs on both.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.backends.postgresql.client import DatabaseClient

from labo_ess.operations.exceptions import BackupRefused, BundleRefused, OperationRefused, RestoreRefused

LEFT_OUT = ("django_session", "usersessions_usersession", "cache_entries")
"""Tables saved empty: an open session in a stolen bundle would sign its finder in."""
BUSY = (
    "Le site ou le worker se sert encore de la base. Arrêtez-les d’abord (systemctl stop labo-web labo-worker), puis relancez. Rien n’a été changé."
)
MIGRATION_FAILED = "La mise à jour de la base restaurée a échoué : {why}"


@dataclass(frozen=True)
class Snapshot:
    """A still picture of the base, and what it holds."""

    path: Path
    tables: dict[str, int]
    migrations: list[str]


class Engine(Protocol):
    """The verbs of backup and restore."""

    name: str
    member: str

    def snapshot(self, folder: Path) -> Snapshot: ...

    def check(self, staged: Path, tables: dict[str, int]) -> None: ...

    def refuse_company(self) -> None: ...

    def bring_forward(self, staged: Path) -> None: ...

    def replace(self, staged: Path, tables: dict[str, int], *, aside: Path | None) -> None: ...

    def catch_up(self) -> None: ...


def engine() -> Engine:
    """The one that the settings name."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


class SQLite:
    """A file; the copy is made by SQLite itself in one read transaction, so writers go on and the picture is still."""

    name, member = "sqlite", "database.sqlite3"

    def __init__(self) -> None:
        self.path = Path(str(connection.settings_dict["NAME"]))

    def snapshot(self, folder: Path) -> Snapshot:
        """Copy in one step: in several, each write of somebody else would begin it again."""
        target = folder / self.member
        try:
            with closing(_open(self.path)) as source, closing(sqlite3.connect(target)) as copy:
                source.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode=DELETE")
                copy.execute("PRAGMA secure_delete=ON")
                for table in set(LEFT_OUT) & set(_counts(copy)):
                    copy.execute(f'DELETE FROM "{table}"')
                copy.commit()
                if (said := _integrity(copy)) != "ok":
                    raise BackupRefused(f"La base est abîmée ({said}). Aucune sauvegarde n’a été faite ; les précédentes sont gardées.")
                migrations = [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")]
                return Snapshot(target, _counts(copy), migrations)
        except sqlite3.Error as trouble:
            raise BackupRefused(f"La base ne peut pas être lue ({trouble}). Aucune sauvegarde n’a été faite.") from trouble

    def check(self, staged: Path, tables: dict[str, int]) -> None:
        """The copy laid beside is whole and holds what the manifest says."""
        try:
            with closing(_open(staged)) as copy:
                well = _integrity(copy) == "ok" and _counts(copy) == tables
        except sqlite3.Error:
            well = False
        if not well:
            raise BundleRefused("La base de cette sauvegarde ne correspond pas à sa description. Rien n’a été changé ; prenez-en une autre.")

    def refuse_company(self) -> None:
        """Leaving WAL needs the file for oneself alone, and folds the journal into it: both are wanted here."""
        connections.close_all()
        if not self.path.exists():
            return
        try:
            with closing(_open(self.path, patience=2)) as base:
                base.execute("PRAGMA journal_mode=DELETE")
                base.execute("BEGIN EXCLUSIVE")
                base.rollback()
        except sqlite3.OperationalError as trouble:
            if "locked" in str(trouble):
                raise RestoreRefused(BUSY) from trouble
        except sqlite3.DatabaseError:
            pass  # what is there is no base any more: it gives way

    def bring_forward(self, staged: Path) -> None:
        """The migrations that the bundle did not know, made on the copy, where nobody sees them fail."""
        _migrate_file(staged)

    def replace(self, staged: Path, tables: dict[str, int], *, aside: Path | None) -> None:
        """One rename."""
        if aside is not None and self.path.exists():
            shutil.copy2(self.path, aside / self.member)
        connections.close_all()
        for ending in ("-wal", "-shm"):  # of the base that goes: SQLite would read them into the new one
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
        staged.chmod(0o600)
        staged.replace(self.path)

    def catch_up(self) -> None:
        """Done before."""


class PostgreSQL:
    """A server; pg_dump reads the very snapshot in which the rows were counted."""

    name, member = "postgresql", "database.dump"

    def __init__(self) -> None:
        given = connection.settings_dict
        _arguments, more = DatabaseClient.settings_to_cmd_args_env(given, [])
        told = {"PGHOST": given["HOST"], "PGPORT": given["PORT"], "PGUSER": given["USER"], "PGDATABASE": given["NAME"]}
        self.environment = {**os.environ, **{name: str(value) for name, value in told.items() if value}, **(more or {})}

    def snapshot(self, folder: Path) -> Snapshot:
        """Counts and dump of one instant."""
        target = folder / self.member
        self._find("pg_dump", BackupRefused)
        own = connection.copy()
        try:
            own.set_autocommit(False)
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                still = cursor.fetchone()[0]
                names = sorted(own.introspection.table_names(cursor))
                tables = {name: 0 if name in LEFT_OUT else _count(cursor, name) for name in names}
                cursor.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
                migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
                left_out = [f"--exclude-table-data=public.{name}" for name in LEFT_OUT]
                command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={still}", *left_out, f"--file={target}"]
                self._run(command, BackupRefused, "La base n’a pas pu être copiée par pg_dump ({why}). Aucune sauvegarde n’a été faite.")
        except DatabaseError as trouble:
            raise BackupRefused(f"La base ne peut pas être lue ({type(trouble).__name__}). Aucune sauvegarde n’a été faite.") from trouble
        finally:
            own.close()
        return Snapshot(target, tables, migrations)

    def check(self, staged: Path, tables: dict[str, int]) -> None:
        """Turn the dump into the statements that `replace` runs: a dump that cannot be read is found out here."""
        self._find("pg_restore", RestoreRefused)
        self._find("psql", RestoreRefused)
        command = ["pg_restore", "--no-owner", "--no-privileges", "--no-comments", f"--file={_script(staged)}", str(staged)]
        self._run(command, BundleRefused, "La base de cette sauvegarde ne se lit pas ({why}). Rien n’a été changé.")

    def refuse_company(self) -> None:
        """A restore waits for nobody's transaction, and nobody may write into what is being replaced."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            company = cursor.fetchone()[0]
        if company:
            raise RestoreRefused(BUSY)

    def bring_forward(self, staged: Path) -> None:
        """Done after: a dump cannot be migrated."""

    def replace(self, staged: Path, tables: dict[str, int], *, aside: Path | None) -> None:
        """Old tables away, new ones in, rows counted: one transaction."""
        if aside is not None:
            command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={aside / self.member}"]
            self._run(command, RestoreRefused, "La base actuelle n’a pas pu être mise de côté ({why}). Rien n’a été changé.")
        before, after = staged.parent / "before.sql", staged.parent / "after.sql"
        before.write_text(DROP_ALL)
        after.write_text("".join(COUNT_AGAIN.format(table=name.replace('"', ""), rows=rows) for name, rows in tables.items()))
        files = [f"--file={path}" for path in (before, _script(staged), after)]
        connections.close_all()
        command = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null", *files]
        self._run(command, RestoreRefused, "La base n’a pas pu être remise en place ({why}). L’ancienne est restée telle quelle.")

    def catch_up(self) -> None:
        """The migrations that the bundle did not know."""
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except Exception as trouble:
            why = MIGRATION_FAILED.format(why=trouble)
            raise RestoreRefused(f"{why} Les données de la sauvegarde sont en place : corrigez la cause, puis lancez manage.py migrate.") from trouble

    def _find(self, program: str, refusal: type[OperationRefused]) -> None:
        if shutil.which(program) is None:
            raise refusal(f"Le programme {program} manque. Installez-le (apt-get install postgresql-client), puis relancez. Rien n’a été changé.")

    def _run(self, command: list[str], refusal: type[OperationRefused], sentence: str) -> None:
        done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise refusal(sentence.format(why=(lines or ["sans un mot"])[0][:300]))


DROP_ALL = """SET client_min_messages = warning;
SET lock_timeout = '10s';
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', one.tablename);
  END LOOP;
END $$;
"""
COUNT_AGAIN = """DO $$ BEGIN
  IF (SELECT count(*) FROM public."{table}") <> {rows} THEN RAISE EXCEPTION 'rows of {table}: not {rows}'; END IF;
END $$;
"""


def _script(staged: Path) -> Path:
    return staged.with_suffix(".sql")


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
    return int(cursor.fetchone()[0])


def _open(path: Path, patience: float = 20) -> sqlite3.Connection:
    """Never makes the file."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=patience)


def _counts(base: sqlite3.Connection) -> dict[str, int]:
    names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")]
    return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}


def _integrity(base: sqlite3.Connection) -> str:
    return str(base.execute("PRAGMA integrity_check(1)").fetchone()[0])


def _migrate_file(path: Path) -> None:
    """In a process of its own: this one holds another base."""
    command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{quote(str(path))}"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["sans un mot"])[-1][:300]
        raise RestoreRefused(MIGRATION_FAILED.format(why=why) + " Rien n’a été changé.")
    with closing(_open(path)) as base:
        base.execute("PRAGMA journal_mode=DELETE")

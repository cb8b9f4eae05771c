"""Made-up contents of a house, and bundles taken apart and put together again, for the tests of backup and restore."""

import hashlib
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.documents.models import Upload
from labo_ess.documents.uploads import store_bytes
from tests.factories.directory import EmailFactory

BY = Actor.system("essai")


def live(number: int) -> None:
    """One act as the house makes them: a person, its address, a file and a line of the journal, together or not at all."""
    with transaction.atomic():
        email = EmailFactory()
        store_bytes(f"fichier {number} ".encode() * 50, "import", name=f"liste-{number}.csv", by=BY)
        record(by=BY, verb="directory.created", on=email.person)


@contextmanager
def lively() -> Iterator[Callable[[], int]]:
    """Somebody writes without a pause meanwhile; gives the count of what was written so far."""
    stop, done, failures = threading.Event(), [0], []

    def write() -> None:
        try:
            while not stop.is_set():
                live(1000 + done[0])
                done[0] += 1
        except Exception as trouble:
            failures.append(trouble)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: done[0]
    finally:
        stop.set()
        thread.join(120)
    assert failures == []


def bad_files() -> list[str]:
    """Rows whose file is absent or is not the one they speak of."""
    root = Path(settings.MEDIA_ROOT)
    wrong = []
    for upload in Upload.objects.all():
        path = root / upload.file.name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != upload.sha256:
            wrong.append(upload.file.name)
    return wrong


def counts() -> dict[str, int]:
    """Rows of every table, but for those a backup leaves out."""
    from labo_ess.operations.engines import LEFT_OUT

    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in LEFT_OUT]
        found = {}
        for name in sorted(names):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return found


def members(path: Path) -> dict[str, bytes]:
    """What a bundle holds, by name."""
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def rewrite(path: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """The same bundle, changed by someone who knows how to make a tar."""
    held = members(path)
    change(held)
    other = path.with_name("autre.tar.gz")
    with tarfile.open(other, "w:gz") as tar:
        for name, data in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, BytesIO(data))
    return other


def tell(held: dict[str, bytes], **changed: Any) -> None:
    """Change what the manifest says."""
    held["manifest.json"] = json.dumps(json.loads(held["manifest.json"]) | changed).encode()


def environment() -> dict[str, str]:
    """For a process of its own on the very base of the test."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    return {**os.environ, "DATABASE_URL": url}

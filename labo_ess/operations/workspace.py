"""A folder to work in beside what is being made: locked while its process lives, swept by the next one when it was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX, SUFFIX = ".labo-", ".partial"
LOCK = "lock"


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """A fresh private folder inside `folder`, gone at the end. The kernel drops the lock of a killed process: no pid to compare."""
    with _turn(folder):
        sweep(folder)
        path = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=folder))
        lock = (path / LOCK).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        lock.close()


def sweep(folder: Path) -> int:
    """Remove what killed processes left here. Answers how many."""
    gone = 0
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        if path.is_dir() and not path.is_symlink() and not _is_held(path / LOCK):
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
    return gone


def is_workspace(path: Path) -> bool:
    """Whether this folder is one of ours, to be left out of a backup."""
    return path.name.startswith(PREFIX) and path.name.endswith(SUFFIX)


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One process at a time sweeps and makes: a folder not yet locked is never taken for a leftover."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False

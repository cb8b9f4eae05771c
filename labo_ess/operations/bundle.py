"""The one file of a backup: a tar of database, media, settings without secrets, and a manifest that proves them.

A plain tar.gz: Python writes it as a stream with nothing installed, and any machine opens it with `tar`, even in ten years and without us.
The manifest comes last, so that each file is read once, hashed while it is written.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any

from labo_ess.operations.exceptions import BundleRefused

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
OTHERS = {"settings.env", "LISEZ-MOI.txt", "database.sqlite3", "database.dump"}
BLOCK = 1 << 20
LARGEST_MANIFEST = 256 << 20
TORN = "La sauvegarde « {name} » est abîmée ou incomplète ({why}). Rien n’a été changé ; prenez-en une autre."


@dataclass(frozen=True)
class File:
    """One member, as it was written."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """What a bundle holds and where it comes from."""

    engine: str
    made_at: str
    site_url: str
    tables: dict[str, int]
    migrations: list[str]
    keys: dict[str, str]
    files: dict[str, File] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(self.tables.values())

    @property
    def media(self) -> dict[str, File]:
        """The files that people gave or that the house made, by their path under MEDIA_ROOT."""
        return {name.removeprefix(MEDIA): file for name, file in self.files.items() if name.startswith(MEDIA)}


class BundleWriter:
    """Writes a bundle readable by its owner alone; `finish` adds the manifest and pushes all of it to the disk."""

    def __init__(self, path: Path) -> None:
        self._raw = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._zip = gzip.GzipFile(filename="", mode="wb", fileobj=self._raw, compresslevel=6, mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish
        self.files: dict[str, File] = {}

    def __enter__(self) -> "BundleWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self._raw.close()

    def add_path(self, name: str, path: Path) -> None:
        """A file of the disk, as long as it is when it is opened."""
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            self._add(name, stream, size)

    def add_bytes(self, name: str, data: bytes) -> None:
        """A text of ours."""
        self._add(name, io.BytesIO(data), len(data))

    def finish(self, manifest: Manifest) -> None:
        """The manifest, the end marks, and the disk."""
        manifest.files = dict(self.files)
        data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
        self._add(MANIFEST, io.BytesIO(data), len(data))
        self._tar.close()
        self._zip.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())

    def _add(self, name: str, stream: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reader = _Hashing(stream)
        self._tar.addfile(member, reader)  # type: ignore[arg-type]
        if name != MANIFEST:
            self.files[name] = File(size, reader.hash.hexdigest())


class _Hashing:
    """Passes bytes on and keeps their fingerprint."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.hash = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.hash.update(data)
        return data


def read(path: Path, place: Callable[[str, int], Path | None] = lambda _name, _size: None) -> Manifest:
    """Read every byte of a bundle and check it against its manifest. `place(name, size)` says where a member is laid down, if anywhere.

    Raises `BundleRefused`; what was laid down by then is the caller's to throw away.
    """
    try:
        with gzip.open(path, "rb") as stream, tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) as tar:
            found, manifest = _members(path, tar, place)
            while stream.read(BLOCK):  # up to the checksum at the very end
                pass
    except FileNotFoundError:
        raise BundleRefused(f"La sauvegarde « {path.name} » est introuvable. Rien n’a été changé.") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as trouble:
        raise _torn(path, "elle ne se lit pas jusqu’au bout") from trouble
    except PermissionError as trouble:
        raise BundleRefused(f"La sauvegarde « {path.name} » ne peut pas être lue par ce compte du système. Rien n’a été changé.") from trouble
    if manifest is None:
        raise _torn(path, "sa description manque")
    if manifest.files != found:
        raise _torn(path, _difference(manifest.files, found))
    return manifest


def sha256_of(path: Path) -> str:
    """The fingerprint of a whole file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(BLOCK):
            digest.update(data)
    return digest.hexdigest()


def _members(path: Path, tar: tarfile.TarFile, place: Callable[[str, int], Path | None]) -> tuple[dict[str, File], Manifest | None]:
    found: dict[str, File] = {}
    manifest = None
    for member in tar:
        name = member.name
        if manifest is not None or name in found or not member.isreg() or not _is_ours(name):
            raise BundleRefused(f"La sauvegarde « {path.name} » contient un élément que nous n’y avons pas mis. Rien n’a été changé.")
        stream = tar.extractfile(member)
        assert stream is not None  # a regular file has bytes
        if name == MANIFEST:
            manifest = _manifest(path, stream.read(LARGEST_MANIFEST))
            continue
        found[name] = _lay(stream, place(name, member.size))
    return found, manifest


def _is_ours(name: str) -> bool:
    """Only names that we write: nothing that climbs out of its folder."""
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and "\0" not in name and ".." not in parts and str(PurePosixPath(name)) == name
    return plain and (name in OTHERS or name == MANIFEST or (name.startswith(MEDIA) and len(parts) > 1))


def _lay(stream: IO[bytes], target: Path | None) -> File:
    digest, size = hashlib.sha256(), 0
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    with open(target if target is not None else os.devnull, "wb") as out:  # noqa: PTH123 - a path or the void
        while data := stream.read(BLOCK):
            digest.update(data)
            size += len(data)
            out.write(data)
        if target is not None:
            out.flush()
            os.fsync(out.fileno())
    return File(size, digest.hexdigest())


def _manifest(path: Path, data: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(data)
        if told["format"] > FORMAT:
            raise BundleRefused(f"La sauvegarde « {path.name} » vient d’une version plus récente du logiciel. Mettez d’abord celui-ci à jour.")
        told["files"] = {name: File(**file) for name, file in told["files"].items()}
        return Manifest(**told)
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise _torn(path, "sa description ne se lit pas") from trouble


def _torn(path: Path, why: str) -> BundleRefused:
    return BundleRefused(TORN.format(name=path.name, why=why))


def _difference(wanted: dict[str, File], found: dict[str, File]) -> str:
    missing, added = sorted(set(wanted) - set(found)), sorted(set(found) - set(wanted))
    if missing:
        return f"il y manque « {missing[0]} »"
    if added:
        return f"« {added[0]} » y a été ajouté"
    return f"« {next(name for name in sorted(wanted) if wanted[name] != found[name])} » a été modifié"

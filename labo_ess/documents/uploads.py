"""Taking in files."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from labo_ess.audit.actors import USER, Actor
from labo_ess.documents.enums import LOGO, MEGABYTE
from labo_ess.documents.exceptions import UnreadableFile
from labo_ess.documents.images import redraw
from labo_ess.documents.models import Upload
from labo_ess.text.names import clean_name

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".vcf": "text/vcard",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".pdf": "application/pdf",
}
"""Endings kept on the disk; any other becomes `.bin`."""
_NAME_LENGTH = 150


def refuse_size(size: int) -> None:
    """Refuse an empty or too heavy file before it is read."""
    if not size:
        raise UnreadableFile("Ce fichier est vide. Rien n’a été changé : vérifiez-le, puis choisissez-le à nouveau.")
    if size > settings.UPLOAD_MAX_BYTES:
        weight, limit = -(-size // MEGABYTE), settings.UPLOAD_MAX_BYTES // MEGABYTE
        raise UnreadableFile(
            f"Ce fichier pèse {weight} Mo ; la limite est de {limit} Mo. Rien n’a été changé : réduisez-le ou coupez-le en plusieurs."
        )


def store(file: Any, kind: str, *, by: Actor | None = None) -> Upload:
    """Keep a file (an uploaded file, or any file object with a name). A logo is drawn anew; raises `UnreadableFile`."""
    refuse_size(getattr(file, "size", None) or _length(file))
    data = file.read()
    name = clean_name(PurePath(str(getattr(file, "name", "") or "fichier").replace("\\", "/")).name)
    ending = PurePath(name).suffix.lower()
    if kind == LOGO:
        data, ending = redraw(data)
    return store_bytes(data, kind, name=name, ending=ending, by=by)


def store_bytes(data: bytes, kind: str, *, name: str, ending: str = "", by: Actor | None = None) -> Upload:
    """Keep bytes that the house itself made, or checked."""
    ending = ending or PurePath(name).suffix.lower()
    if ending not in _TYPES:
        ending = ".bin"
    upload = Upload(
        kind=kind,
        original_name=_shortened(name),
        content_type=_TYPES.get(ending, "application/octet-stream"),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if by is not None:
        upload.actor_kind, upload.actor_id = by.kind, by.id
        upload.uploader = _account(by)
    upload.file.save(f"fichier{ending}", ContentFile(data), save=False)
    upload.save()
    return upload


def _account(by: Actor) -> Any:
    model = Upload._meta.get_field("uploader").related_model
    return model._default_manager.filter(public_id=by.id).first() if by.kind == USER else None


def _shortened(name: str) -> str:
    """At most 150 characters, the ending kept."""
    ending = PurePath(name).suffix[:10]
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - len(ending)] + ending


def _length(file: Any) -> int:
    position = file.tell()
    size = file.seek(0, 2)
    file.seek(position)
    return size

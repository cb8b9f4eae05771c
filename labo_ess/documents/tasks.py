"""Imported files do not stay for ever."""

from datetime import timedelta

from django.utils import timezone

from labo_ess.clock.registry import sweep
from labo_ess.documents.enums import IMPORT
from labo_ess.documents.models import Upload

KEPT = timedelta(days=365)
_AT_ONCE = 100


@sweep("old_imported_files", every=86_400)
def remove_old_imports() -> int:
    """Delete imported files after a year: their rows in the directory live on, the lists themselves do not."""
    old = list(Upload.objects.filter(kind=IMPORT, created_at__lt=timezone.now() - KEPT)[:_AT_ONCE])
    for upload in old:
        name, storage = upload.file.name, upload.file.storage
        upload.delete()
        storage.delete(name)
    return len(old)

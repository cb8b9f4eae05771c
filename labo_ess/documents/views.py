"""Opening a stored file, with its rights."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from labo_ess.accounts.roles import refuse
from labo_ess.documents.enums import LOGO
from labo_ess.documents.models import Upload
from labo_ess.documents.registry import opens

_YEAR = 31_536_000


@require_safe
def open_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    """A file, for who may open its kind."""
    upload = get_object_or_404(Upload, public_id=public_id)
    if not opens(upload, request.user):
        raise refuse(request.user)
    return _answer(upload, "private, no-store")


@login_not_required
@require_safe
def public_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    """A logo, for the world: its address is random and its bytes never change."""
    upload = get_object_or_404(Upload, public_id=public_id, kind=LOGO)
    return _answer(upload, f"public, max-age={_YEAR}, immutable")


def _answer(upload: Upload, cache: str) -> FileResponse:
    is_image = upload.content_type.startswith("image/")
    try:
        stream = upload.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, as_attachment=not is_image, filename=upload.original_name, content_type=upload.content_type)
    response["Cache-Control"] = cache
    # A stored file never runs: whatever a browser makes of it, it may load nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

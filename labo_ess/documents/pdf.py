"""PDFs in the style of the house: tagged (PDF/UA-1), in French, with our fonts, and nothing fetched from outside."""

import logging
import mimetypes
import posixpath
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from labo_ess.documents.enums import LOGO
from labo_ess.documents.models import Upload
from labo_ess.text.typography import typo_html

# Its warnings repeat at each PDF what it does not know of CSS (ranges of weights, screen queries); its errors stay.
logging.getLogger("weasyprint").setLevel(logging.ERROR)

VARIANT = "pdf/ua-1"
LANGUAGE = "fr"
_LOGO = re.compile(r"/fichiers/([0-9a-f-]{36})/")


class IncompleteDocument(Exception):
    """The template forgot what makes a PDF readable by all; for developers."""


def preload(**_signal: Any) -> None:
    """Import what takes a second, once."""
    import weasyprint  # noqa: F401


def render(template: str, context: dict[str, Any], *, title: str) -> bytes:
    """The bytes of a PDF from a template that extends `pdf/base.html`. Worker only; never inside a transaction."""
    html = render_to_string(template, context | {"title": title})
    return render_html(typo_html(html))


def render_html(html: str) -> bytes:
    """The bytes of a PDF from a whole HTML page."""
    from weasyprint import HTML  # costs a second and needs Pango: not for web processes
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fonts = FontConfiguration()
    page = HTML(string=html, base_url=settings.SITE_URL + "/", url_fetcher=_make_fetcher())
    try:
        document = page.render(font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)
    except FatalURLFetchingError as missing:  # a BaseException: it would pass through whatever watches the job
        raise IncompleteDocument(str(missing)) from None
    if not document.metadata.title or document.metadata.lang != LANGUAGE:
        # WeasyPrint only logs it, and writes a PDF that a screen reader cannot name.
        raise IncompleteDocument("a PDF needs <title> and lang")
    return document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, optimize_images=True, jpeg_quality=85)


def _make_fetcher() -> Any:
    """Our own fetcher; the class is made here because its base imports WeasyPrint."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class HouseFetcher(URLFetcher):
        """Static files and stored logos of this house; no network, no other file of the machine."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = _house_path(url)
            if path is None:
                raise ValueError(f"refused: {url[:200]}")
            body = _static(path) if path.startswith(settings.STATIC_URL) else _media(path)
            if body is None:
                if path.startswith(settings.STATIC_URL):
                    raise FatalURLFetchingError(f"static file not found: {path}")
                raise ValueError(f"not found: {path}")
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, BytesIO(body), {"Content-Type": kind})

    return HouseFetcher(timeout=1, allowed_protocols=("http", "https"), allow_redirects=False)


def _house_path(url: str) -> str | None:
    """The path of an address of this house, without any way up; None for every other address."""
    ours, parts = urlsplit(settings.SITE_URL), urlsplit(url)
    if (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
        return None
    path = unquote(parts.path)
    # normpath would drop the last slash; a path that it changes otherwise was trying to climb.
    return path if posixpath.normpath(path).rstrip("/") == path.rstrip("/") and "\\" not in path and "\x00" not in path else None


def _static(path: str) -> bytes | None:
    name = path.removeprefix(settings.STATIC_URL)
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected.read_bytes()
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else None


def _media(path: str) -> bytes | None:
    if found := _LOGO.fullmatch(path):
        upload = Upload.objects.filter(public_id=UUID(found[1]), kind=LOGO).first()
        return upload.read() if upload else None
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        if default_storage.exists(name):
            with default_storage.open(name) as stream:
                return stream.read()
    return None

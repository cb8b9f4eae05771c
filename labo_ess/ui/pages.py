"""Answers: a page or its fragment, and public pages kept as stored bytes."""

import hashlib
import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

STORED_SECONDS = 300
"""How long stored bytes may outlive a `drop` that the cache did not hear."""
LONGEST_ADDRESS = 2000
"""What a form may ask to be led back to."""

log = logging.getLogger(__name__)


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, partial: str = "results", status: int = 200
) -> HttpResponse:
    """The page, or its partial of that name when htmx asks for a fragment. 422 says that what was typed is refused."""
    context = {"has_errors": status == 422, **(context or {})}
    chosen = get_template(template)
    if wants_fragment(request):
        # A page without that fragment answers whole, and htmx takes from it what it selects.
        with suppress(TemplateDoesNotExist):
            chosen = get_template(f"{template}#{partial}")
    response = HttpResponse(chosen.render(context, request), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; going back in the history needs the whole page."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def inside(address: str, otherwise: str) -> str:
    """`address` when it is a path of this site that a redirect may follow, else `otherwise`."""
    kept = len(address) <= LONGEST_ADDRESS and address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if kept else otherwise


def undo_toast(request: HttpRequest, text: str, address: str) -> None:
    """Say what was done and offer « Annuler », a POST to `address`, on the next page."""
    messages.success(request, text, extra_tags=f"undo:{address}")


def public_response(template: str, context: dict[str, Any], content_type: str = "text/html; charset=utf-8") -> HttpResponse:
    """A page that is the same for everybody: no request, hence no token, no name, no theme in it."""
    return HttpResponse(render_to_string(template, context), content_type=content_type)


def stored_page(key: str, make: Callable[[], HttpResponse], request: HttpRequest | None = None) -> HttpResponse:
    """The bytes kept under `key`, or what `make` answers, kept for the next reader. An error of the cache is a miss.

    With `request`, a browser that already holds these bytes gets 304.
    """
    token, found = _kept(key)
    if found is None:
        made = make()
        if made.status_code != 200:
            return made
        found = {"body": bytes(made.content), "type": made["Content-Type"], "token": token}
        found["etag"] = f'"{hashlib.sha256(found["body"]).hexdigest()[:32]}"'
        _keep(key, found)
    return _answer(found, request)


def drop(*keys: str) -> None:
    """Forget stored bytes, once the transaction that changes what they show is committed."""
    transaction.on_commit(lambda: _forget(keys))


def holds(request: HttpRequest, etag: str) -> bool:
    """Whether the browser says that it has these bytes."""
    said = request.META.get("HTTP_IF_NONE_MATCH", "")
    return bool(said) and etag in [tag.strip().removeprefix("W/") for tag in said.split(",")]


def _answer(found: dict[str, Any], request: HttpRequest | None) -> HttpResponse:
    unchanged = request is not None and holds(request, found["etag"])
    response: HttpResponse = HttpResponseNotModified() if unchanged else HttpResponse(found["body"], content_type=found["type"])
    response["ETag"] = found["etag"]
    response["Cache-Control"] = "public, no-cache"  # kept by browsers, asked again each time: « complet » must be true
    return response


def _kept(key: str) -> tuple[str, dict[str, Any] | None]:
    """The token of the key's present age, and the bytes made in that age.

    Each `drop` changes the token: bytes made from rows read before it can be stored after it, and are then not believed.
    """
    try:
        answers = caches["pages"].get_many([f"token:{key}", f"page:{key}"])
    except Exception:
        log.warning("The cache of pages does not answer: pages are made each time.")
        return "", None
    token = answers.get(f"token:{key}", "")
    found = answers.get(f"page:{key}")
    return token, found if found and found["token"] == token else None


def _keep(key: str, found: dict[str, Any]) -> None:
    try:
        caches["pages"].set(f"page:{key}", found, STORED_SECONDS)
    except Exception:
        log.warning("The cache of pages refused a page.")


def _forget(keys: tuple[str, ...]) -> None:
    try:
        caches["pages"].set_many({f"token:{key}": uuid.uuid4().hex for key in keys}, timeout=None)
    except Exception:
        log.warning("The cache of pages did not hear that pages changed; they change within %s seconds.", STORED_SECONDS)

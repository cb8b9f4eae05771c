"""Error pages: what happened, what was kept, what to do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from labo_ess.text.typography import typo_fr


@dataclass(frozen=True)
class Words:
    """The three things that an error page says."""

    state: str
    title: str
    happened: str
    kept: str
    todo: str


NOT_FOUND = Words(
    "not_found",
    "Cette page n’existe pas",
    "L’adresse ne mène à rien : elle a été mal recopiée, ou la page a été retirée.",
    "Rien n’a été modifié.",
    "Vérifiez l’adresse, ou reprenez depuis l’accueil.",
)
FORBIDDEN = Words(
    "forbidden",
    "Cette page ne vous est pas ouverte",
    "Votre compte ne donne pas accès à cette page ou à cette action.",
    "Rien n’a été modifié.",
    "Si vous en avez besoin, demandez à un·e administrateur·rice d’élargir vos droits.",
)
BAD_REQUEST = Words(
    "bad_request",
    "Cette demande n’est pas lisible",
    "Le navigateur a envoyé une demande que nous ne comprenons pas.",
    "Rien n’a été modifié.",
    "Revenez à la page précédente et recommencez.",
)
EXPIRED = Words(
    "expired",
    "Ce formulaire n’est plus valable",
    "La page est restée ouverte trop longtemps, ou le navigateur refuse les cookies : nous ne pouvons pas vérifier que l’envoi vient de vous.",
    "Rien n’a été enregistré. Ce que vous avez saisi est encore dans la page précédente.",
    "Revenez en arrière, copiez votre texte, rechargez la page puis envoyez de nouveau.",
)
BUSY = Words(
    "busy",
    "Beaucoup de monde en ce moment",
    "D’autres personnes écrivent au même endroit, et votre tour n’est pas venu à temps.",
    "Rien n’a été enregistré de cet envoi ; ce qui l’était déjà n’a pas changé. Ce que vous avez saisi est encore dans la page précédente.",
    "Revenez en arrière et réessayez dans quelques secondes.",
)


def error_page(request: HttpRequest, words: Words, status: int) -> HttpResponse:
    """One page in our look: with the side bar for people with an account, without it for everybody else."""
    context: dict[str, Any] = {
        "base": "base.html" if _signed_in(request) else "guest.html",
        "words": words,
    }
    return HttpResponse(render_to_string("errors/page.html", context, request), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return error_page(request, NOT_FOUND, 404)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403; the sentence of a `PermissionDenied` is shown when it has one."""
    said = str(exception) if exception and exception.args else ""
    words = Words(FORBIDDEN.state, FORBIDDEN.title, typo_fr(said), FORBIDDEN.kept, FORBIDDEN.todo) if said else FORBIDDEN
    return error_page(request, words, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return error_page(request, BAD_REQUEST, 400)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old."""
    return error_page(request, EXPIRED, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: no database, no session, no context processor, since any of them may be what failed."""
    return HttpResponseServerError(render_to_string("500.html"))


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)  # absent when a middleware above the sign-in refused
    return bool(user is not None and user.is_authenticated)

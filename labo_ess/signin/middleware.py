"""Two doors before every page: sign in, and hold a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from labo_ess.accounts.roles import is_admin, is_team, refuse
from labo_ess.text.typography import typo_fr

View = Callable[..., HttpResponse]

WITHOUT_SECOND_FACTOR = {
    "mfa_activate_totp",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
}
"""Names of the pages that someone who must still set a second factor may open."""


def elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page there, even when htmx asked for a fragment: else the sign-in page lands inside a list."""
    if request.headers.get("HX-Request") != "true":
        return redirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default: a view is closed unless it says `login_not_required`. The Django admin is for administrators."""

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Closed to strangers; /admin/ closed to all but administrators."""
        match = request.resolver_match
        if match is not None and "admin" in match.namespaces and request.user.is_authenticated and not is_admin(request.user):
            raise refuse(request.user)
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view: View) -> HttpResponse:
        """To the sign-in page, and back; under htmx, back to the page that holds the fragment."""
        if request.headers.get("HX-Request") == "true":
            return elsewhere(request, reverse("account_login"))
        return super().handle_no_permission(request, view)


class SecondFactorMiddleware:
    """Équipe and administrators reach no page of the house before they have a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send them to set one; public and guest pages stay open."""
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        if not is_team(request.user) or request.resolver_match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
            return None
        messages.info(request, typo_fr("Votre rôle demande un second facteur : activez-le pour continuer."))
        return elsewhere(request, reverse("mfa_activate_totp"))

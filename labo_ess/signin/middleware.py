"""Doors before every page: a session still alive, sign-in, a second factor. And a refused form says so by its status."""

from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from labo_ess.accounts.roles import is_admin, is_team, refuse
from labo_ess.signin.factors import has_second_factor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import inside

View = Callable[..., HttpResponse]

WITHOUT_SECOND_FACTOR = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
"""Names of the pages that someone who must still set a second factor may open."""


def elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page there, even when htmx asked for a fragment: else the sign-in page lands inside a list."""
    if request.headers.get("HX-Request") != "true":
        return redirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


class SessionLimitsMiddleware:
    """A session left alone for an hour, or twelve hours after the sign-in, is over.

    Being there is noted every five minutes, not at each request: reading a page writes nothing most of the time.
    """

    NOTED_EVERY = 300

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Public and guest pages ask nothing of the session."""
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        now, session = int(time()), request.session
        since, seen = session.get("signed_in_at", now), session.get("seen_at", now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - since > settings.SESSION_COOKIE_AGE:
            logout(request)
            kept = "" if request.method in ("GET", "HEAD") else " Ce que vous veniez d’envoyer n’a pas été enregistré."
            messages.info(request, typo_fr(f"Votre session s’est fermée : elle est restée longtemps sans activité.{kept}"))
        elif "seen_at" not in session or now - seen > self.NOTED_EVERY:
            session["signed_in_at"], session["seen_at"] = since, now
        return None


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
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view)
        # Coming back by GET to an address that only takes a form would show nothing: go to the page that held it.
        return redirect_to_login(_held_by(request))


def _held_by(request: HttpRequest) -> str:
    """The page of this site that held the form, as the browser says it."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/bureau/"
    return inside(page.path, "/bureau/") if page.netloc == request.get_host() else "/bureau/"


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
        if has_second_factor(request.user):
            return None
        messages.info(request, typo_fr("Votre rôle demande un second facteur : activez-le pour continuer."))
        return elsewhere(request, reverse("mfa_activate_totp"))


class RefusedFormMiddleware:
    """allauth shows a refused form with status 200; here it is 422, as for every form of the house."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Only what was typed and refused."""
        context = response.context_data or {}
        forms = [context.get("form"), context.get("webauthn_form")]
        if request.method == "POST" and response.status_code == 200 and any(getattr(form, "is_bound", False) and form.errors for form in forms):
            response.status_code = 422
        return response

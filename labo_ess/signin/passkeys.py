"""allauth's pages of passkeys, as this house wants them: each key verifies the person and opens alone, addresses hold no number."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as allauth_views
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from labo_ess.signin import factors
from labo_ess.ui.pages import render_page


def passkeys_of(user: Any) -> list[Authenticator]:
    """The passkeys of an account, oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk"))


class AddPasskeyView(allauth_views.AddWebAuthnView):
    """allauth would ask the person whether the key opens alone; here it always does."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked to make; `form` is a refused one, which allauth's own page forgets."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(kwargs)
        context["js_data"] = {"creation_options": begin_registration(self.request.user, True)}
        return context


class SecondStepView(AuthenticateView):
    """Show what this account can answer with, and no more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which forms make sense."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        context["has_application"] = factors.has_second_factor(user, Authenticator.Type.TOTP)
        context["has_passkey"] = factors.has_second_factor(user, Authenticator.Type.WEBAUTHN)
        return context


class ReauthenticateByPasskeyView(allauth_views.ReauthenticateWebAuthnView):
    """A refused key leads back to this page, not to the start."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say why, and let the person try again."""
        for message in form.errors.get("credential", []):
            get_adapter().add_message(self.request, messages.ERROR, message=message)
        return HttpResponseRedirect(self.request.get_full_path())


add = AddPasskeyView.as_view()
second_step = SecondStepView.as_view()
reauthenticate = ReauthenticateByPasskeyView.as_view()


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """One's own passkeys."""
    keys = passkeys_of(request.user)
    for key in keys:
        key.handle = factors.handle(key)
        key.name = key.wrap().name
    return render_page(request, "mfa/webauthn/authenticator_list.html", {"passkeys": keys, "count": len(keys)})


def _own(request: HttpRequest, handle: str) -> Authenticator:
    found = factors.find(passkeys_of(request.user), handle)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, handle: str) -> HttpResponse:
    """Another name for one's key."""
    return allauth_views.edit_webauthn(request, pk=_own(request, handle).pk)  # type: ignore[no-any-return]


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, handle: str) -> HttpResponse:
    """This key opens no more."""
    return allauth_views.remove_webauthn(request, pk=_own(request, handle).pk)  # type: ignore[no-any-return]

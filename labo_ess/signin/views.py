"""« Mon compte », and the accounts of the house for administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import admin_only, is_team
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.signin import factors, recovery_codes, services
from labo_ess.signin.exceptions import AccountRefusal, AddressTaken
from labo_ess.signin.forms import InvitationForm, NameForm, RoleForm
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        services.rename(user=request.user, name=form.cleaned_data["name"], by=Actor.of(request))
        messages.success(request, typo_fr("Votre nom est enregistré."))
        return redirect("signin:me")
    context = {
        "form": form,
        "sessions": UserSession.objects.filter(user_id=request.user.pk).count(),
        "has_second_factor": factors.has_second_factor(request.user),
        "has_password": request.user.has_usable_password(),
        "needs_second_factor": is_team(request.user),
    }
    return render_page(request, "signin/me.html", context, status=422 if form.errors else 200)


def _with(*kinds: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not factors.has_second_factor(request.user, *kinds):
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


with_second_factor = _with()
"""A page about one's second factor leads to where it is set, while there is none."""
with_application = _with(Authenticator.Type.TOTP)
"""The same, for a page about the codes of the phone."""


@never_cache
@require_safe
@with_second_factor
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes just made, once; afterwards, how many still serve."""
    count = recovery_codes.left(request.user)
    if count is None:
        return redirect("mfa_index")
    sealed = recovery_codes.take(request) if request.method == "GET" else ""
    context = {"codes": recovery_codes.unseal(request.user, sealed), "sealed": sealed, "left": count}
    return render_page(request, "mfa/recovery_codes/index.html", context)


@never_cache
@require_POST
@with_second_factor
def codes_file(request: HttpRequest) -> HttpResponse:
    """The codes that the page shows, as a file: the page holds them sealed, the house no longer does."""
    shown = recovery_codes.unseal(request.user, request.POST.get("sealed", ""))
    if not shown:
        messages.error(request, typo_fr("Ces codes ne se montrent plus. S’ils ne sont pas rangés, faites-en de nouveaux."))
        return redirect("mfa_view_recovery_codes")
    text = render_to_string("mfa/recovery_codes/download.txt", {"codes": shown, "user": request.user})
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return answer


@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """Close one's account on another device; here, it is the ordinary way out."""
    session = factors.find(UserSession.objects.filter(user_id=request.user.pk), handle)
    if session is None:
        raise Http404
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    services.end_session(session=session, by=Actor.of(request))
    messages.success(request, typo_fr("Cette session est fermée : l’appareil devra se reconnecter."))
    return redirect("usersessions_list")


@require_GET
@admin_only
def accounts(request: HttpRequest) -> HttpResponse:
    """Everyone who has an account."""
    protected = factors.protected_accounts()
    people = list(User.objects.order_by("-is_active", "name"))
    for person in people:
        person.has_second_factor = person.pk in protected
        person.awaits_password = not person.has_usable_password()
    return render_page(request, "signin/accounts.html", {"people": people, "count": len(people)})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account for someone."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            user = services.invite(**form.cleaned_data, by=Actor.of(request))
        except AddressTaken as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, typo_fr(f"Le compte de {user.name} est ouvert ; un courriel part vers {user.email}."))
            return redirect("signin:accounts")
    return render_page(request, "signin/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One account: its role, its state, its history."""
    person = get_object_or_404(User, public_id=public_id)
    form = RoleForm(request.POST or None, initial={"role": person.role})
    if form.is_valid():
        return _say(request, person, "change_role", "Le rôle est changé ; les sessions ouvertes sont fermées.", role=form.cleaned_data["role"])
    context = {"person": person, "form": form, "history": history(person), "awaits_password": not person.has_usable_password()}
    context["has_second_factor"] = factors.has_second_factor(person)
    return render_page(request, "signin/account.html", context, status=422 if form.errors else 200)


@require_POST
@admin_only
def suspend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close an account."""
    person = get_object_or_404(User, public_id=public_id)
    return _say(request, person, "suspend", "Le compte est suspendu ; ses sessions sont fermées.")


@require_POST
@admin_only
def reactivate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open it again."""
    person = get_object_or_404(User, public_id=public_id)
    return _say(request, person, "reactivate", "Le compte est rouvert.")


@require_POST
@admin_only
def invite_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the link to choose a password once more."""
    person = get_object_or_404(User, public_id=public_id, is_active=True)
    return _say(request, person, "invite_again", "Un nouveau lien part par courriel.")


@require_POST
@admin_only
def drop_second_factor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The phone is lost."""
    person = get_object_or_404(User, public_id=public_id)
    return _say(request, person, "drop_second_factor", "Le second facteur est retiré ; les sessions ouvertes sont fermées.")


def _say(request: HttpRequest, person: User, verb: str, done: str, **what: str) -> HttpResponse:
    """Call the service of that name; say what was done, or why not."""
    try:
        getattr(services, verb)(user=person, by=Actor.of(request), **what)
    except AccountRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(done))
    return redirect("signin:account", person.public_id)

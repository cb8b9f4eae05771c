"""« S’abonner »: whoever wants the letter gives an address; the same answer to everyone, known, subscribed or silent."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from contacts.consent import subscriptions
from contacts.consent.forms import SubscribeForm
from labo_ess.audit.actors import Actor
from labo_ess.throttle.addresses import client_address
from labo_ess.throttle.services import allowed
from labo_ess.throttle.steady import steady
from labo_ess.ui.pages import render_page

PER_ADDRESS_A_DAY = 3
PER_HOST_AN_HOUR = 30


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@steady
def subscribe(request: HttpRequest) -> HttpResponse:
    """A name and an address; only the link of the mail subscribes."""
    form = SubscribeForm(request.POST or None)
    if form.caught or form.is_valid():
        if not form.caught:
            _ask(request, form)
        return redirect("contacts:consent:subscribe_asked")
    return render_page(request, "contacts/consent/subscribe.html", {"form": form}, status=422 if request.method == "POST" else 200)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def subscribe_asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render_page(request, "contacts/consent/subscribe_asked.html")


def _ask(request: HttpRequest, form: SubscribeForm) -> None:
    """Beyond the limits nothing leaves, and the answer is still the same."""
    given = form.cleaned_data
    if not allowed("subscribe_host", client_address(request), PER_HOST_AN_HOUR, 3600):
        return
    if allowed("subscribe", given["email"].lower(), PER_ADDRESS_A_DAY, 24 * 3600):
        subscriptions.ask(address=given["email"], first_name=given["first_name"], last_name=given["last_name"], by=Actor.system("page publique"))

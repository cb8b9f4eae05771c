"""« Recevoir un nouveau lien »: one page, the same answer to everyone, known or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from contacts.directory.forms import NewLinkForm
from contacts.directory.links import ask_for_links
from labo_ess.throttle.addresses import client_address
from labo_ess.throttle.services import allowed
from labo_ess.throttle.steady import steady
from labo_ess.ui.pages import render_page

A_DAY = 24 * 3600
PER_ADDRESS_A_DAY = 3
PER_HOST_A_HOUR = 30


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@steady
def new_link(request: HttpRequest) -> HttpResponse:
    """Ask for an address; whether the house knows it is never said."""
    form = NewLinkForm(request.POST or None)
    if form.caught or form.is_valid():
        if not form.caught:
            _ask(request, form.cleaned_data["email"])
        return redirect("contacts:directory:new_link_asked")
    return render_page(request, "contacts/directory/new_link.html", {"form": form}, status=422 if request.method == "POST" else 200)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def new_link_asked(request: HttpRequest) -> HttpResponse:
    """The same words to everyone."""
    return render_page(request, "contacts/directory/new_link_asked.html")


def _ask(request: HttpRequest, address: str) -> None:
    """Beyond the limits nothing leaves, and the answer is still the same."""
    if not allowed("new_link_host", client_address(request), PER_HOST_A_HOUR, 3600):
        return
    if allowed("new_link", address.lower(), PER_ADDRESS_A_DAY, A_DAY):
        ask_for_links(address=address)

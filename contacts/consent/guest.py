"""What the link of a subscription opens: to confirm it, then to leave. A GET changes nothing: robots that visit links subscribe nobody."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.http import urlencode

from contacts.consent.emails import LINK_KIND
from contacts.consent.exceptions import SubscriptionRefused
from contacts.consent.models import Subscription
from contacts.consent.subscriptions import confirm, leave
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import path
from labo_ess.links.views import gone
from labo_ess.ui.pages import render_page

VERBS = {"confirm": confirm, "leave": leave}


@opens(LINK_KIND, label="Abonnement à la lettre d’information")
def answer(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponse:
    """Show where it stands, or do what the button says."""
    if verb and verb not in VERBS:
        return gone(request)
    if request.method != "POST":
        return _show(request, link)
    if not verb:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        VERBS[verb](subscription=link.target, by=Actor.link(link))
    except SubscriptionRefused as refusal:
        return _show(request, link, status=409, refusal=str(refusal))
    return HttpResponseRedirect(f"{path(link)}?{urlencode({'fait': verb})}")


def _show(request: HttpRequest, link: SecretLink, *, status: int = 200, refusal: str = "") -> HttpResponse:
    row: Subscription = link.target
    context = {
        "subscription": row,
        "shown_state": row.state,
        "actions": {verb: path(link, verb) for verb in VERBS},
        "done": request.GET.get("fait", "") if status == 200 else "",
        "refusal": refusal,
    }
    return render_page(request, "contacts/consent/subscription.html", context, status=status)

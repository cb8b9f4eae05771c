"""An open day: whoever wants to come asks for their personal link; the answer to the day is given by that link, so the address is proven."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from contacts.directory.exceptions import DirectoryRefusal
from events.days.enums import Admission
from events.days.models import Day
from events.registration.exceptions import DayClosed
from events.registration.forms import AskForm
from events.registration.services import send_link_to_newcomer
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
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Name and address; the same answer to everyone, known or not."""
    day = get_object_or_404(Day.objects.public().select_related("cycle").filter(admission=Admission.OPEN), slug=slug)
    form = AskForm(request.POST or None)
    if form.caught:
        return redirect("events:registration:public_asked", slug)
    if day.takes_registrations and form.is_valid():
        try:
            _send(request, day, form)
        except DirectoryRefusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except DayClosed:
            day.refresh_from_db(fields=["state", "date", "starts"])  # it closed while the button was pressed
        else:
            return redirect("events:registration:public_asked", slug)
    closed = not day.takes_registrations
    status = 409 if closed and request.method == "POST" else 422 if form.errors else 200
    return render_page(request, "events/registration/public.html", {"day": day, "form": form, "closed": closed}, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next."""
    day = get_object_or_404(Day.objects.public().select_related("cycle").filter(admission=Admission.OPEN), slug=slug)
    return render_page(request, "events/registration/public_asked.html", {"day": day})


def _send(request: HttpRequest, day: Day, form: AskForm) -> None:
    """Beyond the limits nothing leaves, and the answer is still the same."""
    given = form.person
    if not allowed("public_registration_host", client_address(request), PER_HOST_AN_HOUR, 3600):
        return
    if allowed("public_registration", given["email"].lower(), PER_ADDRESS_A_DAY, 24 * 3600):
        send_link_to_newcomer(day=day, by=Actor.system("page publique"), form_key=form.key, **given)

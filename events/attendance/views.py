"""« Jour J » of a day: the counter, the link of the accueil, the sheets."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from events.attendance.exceptions import AttendanceRefused
from events.attendance.forms import SheetForm
from events.attendance.permissions import can_run_desk, desk_closes_at, desk_opens_at
from events.attendance.querysets import attendees, turnout
from events.attendance.services import LINK_KIND, check_in, issue_desk_link, undo_check_in
from events.days.models import Day
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.jobs.services import start
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, revoke
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


def _day(request: HttpRequest, slug: str) -> Day:
    return get_object_or_404(Day.objects.visible_to(request.user).select_related("cycle"), slug=slug)  # type: ignore[arg-type]


@require_GET
@readers_only
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is expected and who is there."""
    day = _day(request, slug)
    can_run = can_run_desk(request.user, day)
    link = SecretLink.objects.of(LINK_KIND, day).living().first() if can_run else None
    text = request.GET.get("q", "")[:120]
    context = {
        "day": day,
        "people": attendees(day, text),
        "q": text,
        "turnout": turnout(day),
        "sessions": list(day.sessions.bookable().in_order()),
        "can_run": can_run,
        "link_address": address(link) if link else "",
        "opens_at": desk_opens_at(day),
        "closes_at": desk_closes_at(day),
    }
    return render_page(request, "events/attendance/desk.html", context)


@require_POST
@team_only
def presence(request: HttpRequest, slug: str) -> HttpResponse:
    """Present, or not after all (`undo`)."""
    day = _day(request, slug)
    try:
        registration_id = UUID(request.POST.get("registration", ""))
    except ValueError:
        messages.error(request, typo_fr("Aucune personne n’était désignée : rien n’a été noté. Choisissez-la dans la liste."))
        return redirect("events:attendance:desk", slug)
    act = undo_check_in if request.POST.get("undo") else check_in
    try:
        act(day=day, registration_id=registration_id, by=Actor.of(request))
    except AttendanceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('events:attendance:desk', args=[slug])}#p-{registration_id}")


@require_POST
@team_only
def create_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the link of the accueil, or show again the one there is."""
    day = _day(request, slug)
    issue_desk_link(day=day, by=Actor.of(request))
    messages.success(request, typo_fr("Le lien d’accueil est prêt : envoyez-le aux personnes qui accueillent."))
    return redirect("events:attendance:desk", slug)


@require_POST
@team_only
def revoke_link(request: HttpRequest, slug: str) -> HttpResponse:
    """The link opens nothing from now on."""
    day = _day(request, slug)
    link = SecretLink.objects.of(LINK_KIND, day).living().first()
    if link is not None:
        revoke(link, by=Actor.of(request))
    messages.success(request, typo_fr("Le lien d’accueil est désactivé : il n’ouvre plus rien. Vous pouvez en créer un autre."))
    return redirect("events:attendance:desk", slug)


@require_POST
@team_only
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Start the making of a feuille d'émargement."""
    day = _day(request, slug)
    form = SheetForm(request.POST)
    if not form.is_valid():
        raise Http404
    session = form.cleaned_data["session"]
    if session is not None:
        get_object_or_404(day.sessions, public_id=session)
    job = start("attendance_sheet", about=day, by=Actor.of(request), params={"session": str(session)} if session else {})
    return redirect(job.get_absolute_url())

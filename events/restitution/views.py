"""« Restitutions » of a day: the fiche of each session, read and corrected by the team."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.notes.exceptions import ExtractWithdrawn
from collectives.notes.models import Extract
from collectives.notes.services import (
    append_extract,
    correct_extract,
    restore_extract,
    star_extract,
    withdraw_extract,
    write_note,
)
from events.days.models import Day
from events.programme.enums import RoleState, SessionRoleKind
from events.programme.models import Session
from events.restitution.exceptions import LinkNotSent
from events.restitution.forms import ExtractForm, NotesForm
from events.restitution.models import SessionReport
from events.restitution.permissions import can_edit_reports, last_day
from events.restitution.prints import report_context
from events.restitution.services import LINK_KIND, create_report, finish_report, issue_report_link, reopen_report, send_report_link
from labo_ess.accounts.roles import readers_only, team_only
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, revoke
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page, undo_toast


def _day(request: HttpRequest, slug: str) -> Day:
    return get_object_or_404(Day.objects.visible_to(request.user).select_related("cycle"), slug=slug)  # type: ignore[arg-type]


def _report(request: HttpRequest, slug: str, report: UUID) -> SessionReport:
    found = SessionReport.objects.of_day(_day(request, slug)).select_related("session__day__cycle", "session__room", "note")
    return get_object_or_404(found, public_id=report)


def _extract(report: SessionReport, extract: UUID) -> Extract:
    return get_object_or_404(Extract.objects.select_related("note"), note_id=report.note_id, public_id=extract)


def _to(report: SessionReport, anchor: str = "") -> HttpResponse:
    return redirect(reverse("events:restitution:report", args=[report.session.day.slug, report.public_id]) + (f"#{anchor}" if anchor else ""))


@require_GET
@readers_only
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Each session with its fiche: how much was noted, by which link."""
    day = _day(request, slug)
    can_edit = can_edit_reports(request.user, day)
    reports = {report.session_id: report for report in SessionReport.objects.of_day(day).with_extracts()}
    links = _links(reports.values()) if can_edit else {}
    rows = [_row(session, reports.get(session.pk), links) for session in day.sessions.in_order().with_people()]
    shown = [row for row in rows if row["report"] or row["session"].bookable]
    context = {
        "day": day, "rows": shown, "others": [row for row in rows if row not in shown], "can_edit": can_edit,
        "last_day": last_day(day), "total": sum(row["report"].extracts_count for row in rows if row["report"]),
    }  # fmt: skip
    return render_page(request, "events/restitution/list.html", context)


def _links(reports) -> dict:  # type: ignore[no-untyped-def, type-arg]
    links: dict[UUID, list[SecretLink]] = {}
    for link in SecretLink.objects.filter(kind=LINK_KIND).to_any(reports).living():
        links.setdefault(link.target_id, []).append(link)
    return links


def _row(session: Session, report: SessionReport | None, links: dict[UUID, list[SecretLink]]) -> dict[str, object]:
    """A session with its fiche and its links; a holder is told when the programme still names them."""
    found = links.get(report.public_id, []) if report else []
    named = [role.person for role in session.roles.all() if role.role == SessionRoleKind.RAPPORTEUR and role.state != RoleState.DECLINED]
    holders = {person.public_id: person for person in named}
    return {
        "session": session,
        "report": report,
        "links": [(address(link), holders.get(link.holder_id)) for link in found],
        "rapporteurs": named,
    }


@require_POST
@team_only
def create(request: HttpRequest, slug: str, session: UUID) -> HttpResponse:
    """Make the fiche of a session and the link that writes it."""
    day = _day(request, slug)
    found = get_object_or_404(day.sessions.select_related("day__committee"), public_id=session)
    if request.POST.get("sans_lien"):
        return _to(create_report(session=found, by=Actor.of(request)))
    issue_report_link(session=found, by=Actor.of(request))
    messages.success(request, typo_fr(f"Le lien de la fiche « {found.title} » est prêt : envoyez-le à qui prend les notes."))
    return redirect(reverse("events:restitution:list", args=[slug]) + f"#seance-{found.public_id}")


@require_POST
@team_only
def send_link(request: HttpRequest, slug: str, report: UUID) -> HttpResponse:
    """Mail the link to the rapporteur·e named in the programme."""
    found = _report(request, slug, report)
    try:
        person = send_report_link(report=found, by=Actor.of(request))
        messages.success(request, typo_fr(f"Le lien de la fiche part à {person}."))
    except LinkNotSent as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("events:restitution:list", args=[slug]) + f"#seance-{found.session.public_id}")


@require_POST
@team_only
def revoke_links(request: HttpRequest, slug: str, report: UUID) -> HttpResponse:
    """Its links open nothing from now on."""
    found = _report(request, slug, report)
    for link in SecretLink.objects.filter(kind=LINK_KIND).to(found).living():
        revoke(link, by=Actor.of(request))
    messages.success(request, typo_fr("Le lien de la fiche est désactivé. Ce qui a été noté reste."))
    return redirect(reverse("events:restitution:list", args=[slug]) + f"#seance-{found.session.public_id}")


@require_GET
@readers_only
def report(request: HttpRequest, slug: str, report: UUID) -> HttpResponse:
    """A fiche: its extracts and its notes."""
    return _page(request, _report(request, slug, report))


def _page(
    request: HttpRequest, report: SessionReport, form: ExtractForm | None = None, notes: NotesForm | None = None, status: int = 200
) -> HttpResponse:
    context = report_context(report)
    context |= {
        "can_edit": can_edit_reports(request.user, context["day"]),
        "form": form or ExtractForm(),
        "notes": notes or NotesForm(initial={"text": context["text"], "lock_version": report.note.lock_version}),
    }
    return render_page(request, "events/restitution/report.html", context, status=status)


@require_POST
@team_only
def add(request: HttpRequest, slug: str, report: UUID) -> HttpResponse:
    """Note an extract."""
    found = _report(request, slug, report)
    form = ExtractForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    data = form.cleaned_data
    extract = append_extract(
        note=found.note, kind=data["kind"], text=data["text"], speaker=data["speaker"], may_quote=data["may_quote"],
        client_key=data["form_key"], by=Actor.of(request),
    )  # fmt: skip
    return _to(found, f"extrait-{extract.public_id}")


@require_http_methods(["GET", "HEAD", "POST"])
@team_only
def correct(request: HttpRequest, slug: str, report: UUID, extract: UUID) -> HttpResponse:
    """Correct an extract; the note keeps what was written before."""
    found = _report(request, slug, report)
    said = _extract(found, extract)
    initial = {name: getattr(said, name) for name in ("kind", "text", "speaker", "may_quote", "lock_version")}
    form = ExtractForm(request.POST or None, initial=initial)
    context = {"day": found.session.day, "session": found.session, "report": found, "extract": said, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render_page(request, "events/restitution/correct.html", context, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    try:
        correct_extract(
            extract=said, text=data["text"], kind=data["kind"], speaker=data["speaker"], may_quote=data["may_quote"],
            seen_version=data["lock_version"], by=Actor.of(request),
        )  # fmt: skip
    except StaleVersion as stale:
        return conflict(request, stale.obj, data["text"], stale.obj.text, label="Extrait", back=_to(found)["Location"])
    except ExtractWithdrawn as refusal:
        form.add_error(None, str(refusal))
        return render_page(request, "events/restitution/correct.html", context, status=422)
    return _to(found, f"extrait-{said.public_id}")


@require_POST
@team_only
def act_on_extract(request: HttpRequest, slug: str, report: UUID, extract: UUID, act: str) -> HttpResponse:
    """Withdraw an extract (with undo), put it again, mark it for the plenary or no longer."""
    found = _report(request, slug, report)
    said = _extract(found, extract)
    by = Actor.of(request)
    if act == "retirer":
        withdraw_extract(extract=said, by=by)
        undo = reverse("events:restitution:act", args=[slug, found.public_id, said.public_id, "remettre"])
        undo_toast(request, typo_fr("L’extrait est retiré : il ne nourrit plus la synthèse. La note garde ses mots."), undo)
        return _to(found)
    if act == "remettre":
        restore_extract(extract=said, by=by)
    elif act == "pleniere":
        star_extract(extract=said, starred=not said.starred, by=by)
    else:
        raise Http404
    return _to(found, f"extrait-{said.public_id}")


@require_POST
@team_only
def notes(request: HttpRequest, slug: str, report: UUID) -> HttpResponse:
    """Save the free notes."""
    found = _report(request, slug, report)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, notes=form, status=422)
    text = form.cleaned_data["text"]
    try:
        write_note(note=found.note, text=text, seen_version=form.cleaned_data["lock_version"], by=Actor.of(request))
    except StaleVersion as stale:
        return conflict(request, stale.obj, text, stale.obj.text, label="Notes", back=_to(found)["Location"])
    return _to(found, "notes")


@require_POST
@team_only
def finish(request: HttpRequest, slug: str, report: UUID) -> HttpResponse:
    """Terminée, or not after all (`rouvrir`)."""
    found = _report(request, slug, report)
    (reopen_report if request.POST.get("rouvrir") else finish_report)(report=found, by=Actor.of(request))
    return _to(found)

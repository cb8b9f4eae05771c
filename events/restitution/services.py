"""Fiches d'atelier: made on demand, written by link, handed over."""

from django.db import transaction
from django.utils import timezone

from collectives.notes.services import create_note
from contacts.consent.enums import Purpose
from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from events.programme.enums import RoleState, SessionRoleKind
from events.programme.models import Session
from events.restitution import emails
from events.restitution.exceptions import LinkNotSent
from events.restitution.models import SessionReport
from events.restitution.permissions import writes_until
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.links.models import SecretLink
from labo_ess.links.services import issue

LINK_KIND = "rapporteur"


@transaction.atomic
def create_report(*, session: Session, by: Actor) -> SessionReport:
    """The fiche of a session, with its note; the one it already has, if any."""
    session = get_for_update(Session.objects.all(), pk=session.pk)
    existing = SessionReport.objects.filter(session=session).select_related("note").first()
    if existing is not None:
        return existing
    note = create_note(collective=session.day.committee, title=f"Fiche : {session.title}", by=by)
    report = SessionReport.objects.create(session=session, note=note)
    record(by=by, verb="report.created", on=report, session=session)
    return report


@transaction.atomic
def issue_report_link(*, session: Session, by: Actor) -> SecretLink:
    """The link by which the rapporteur·e writes the fiche (made when there is none), held by that person when the programme names one."""
    report = create_report(session=session, by=by)
    return issue(kind=LINK_KIND, target=report, holder=rapporteur_of(session), expires_at=writes_until(session.day), by=by)


@transaction.atomic
def send_report_link(*, report: SessionReport, by: Actor) -> Person:
    """Mail the link to the rapporteur·e; pressed again the same day, nothing more leaves."""
    person = rapporteur_of(report.session)
    if person is None:
        raise LinkNotSent("Le programme ne nomme pas de rapporteur·e pour cette séance : nommez-en, ou copiez le lien. Rien n’est parti.")
    verdict = may_write_to(person, Purpose.SERVICE)
    if not verdict:
        raise LinkNotSent(f"On ne peut pas écrire à {person} ({verdict.reason}) : copiez le lien. Rien n’est parti.")
    link = issue_report_link(session=report.session, by=by)
    emails.queue_report_link(report, person, link)
    record(by=by, verb="report.link_sent", on=report, person=person)
    return person


@transaction.atomic
def finish_report(*, report: SessionReport, by: Actor) -> SessionReport:
    """« Fiche terminée »: said once; the fiche can still be completed."""
    report = get_for_update(SessionReport.objects.all(), pk=report.pk)
    if report.finished_at is None:
        report.finished_at = timezone.now()
        report.save(update_fields=["finished_at", "updated_at"])
        record(by=by, verb="report.finished", on=report)
    return report


@transaction.atomic
def reopen_report(*, report: SessionReport, by: Actor) -> SessionReport:
    """It was not finished after all."""
    report = get_for_update(SessionReport.objects.all(), pk=report.pk)
    if report.finished_at is not None:
        report.finished_at = None
        report.save(update_fields=["finished_at", "updated_at"])
        record(by=by, verb="report.reopened", on=report)
    return report


def rapporteur_of(session: Session) -> Person | None:
    """The first person whom the programme names rapporteur·e of the session and who did not decline."""
    role = (
        session.roles.filter(role=SessionRoleKind.RAPPORTEUR)
        .exclude(state=RoleState.DECLINED)
        .exclude(person__trashed_at__isnull=False)
        .select_related("person")
        .first()
    )
    return role.person if role else None

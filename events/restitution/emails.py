"""The link of a fiche, to whoever takes the notes."""

from django.utils import timezone

from contacts.consent.enums import Purpose
from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from events.restitution.models import SessionReport
from events.restitution.permissions import last_day
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.outbox.services import queue
from labo_ess.text.dates import long_date, time_range


def queue_report_link(report: SessionReport, person: Person, link: SecretLink) -> None:
    """Once a day for a version of the link."""
    key = f"report_link:{link.public_id}:{link.version}:{timezone.localdate().isoformat()}"
    queue("report_link", key=key, about=report, to=person, priority="service", params={"link": str(link.public_id)})


@message("report_link", label="Lien d’une fiche d’atelier")
def report_link(row: OutboxEmail) -> Mail:
    """What to note, until when, and the link."""
    report, person = row.about, row.to
    link = SecretLink.objects.filter(public_id=row.params["link"]).first()
    if report is None or person is None or link is None or not link.lives:
        raise CauseGone("la fiche ou son lien n’existe plus")
    verdict = may_write_to(person, Purpose.SERVICE)
    if not verdict:
        raise CauseGone(verdict.reason)
    session = report.session
    day = session.day
    context = {
        "person": person,
        "session": session,
        "day": day,
        "when": long_date(day.date_of(session.day_offset)),
        "hours": time_range(session.starts, session.ends),
        "until": long_date(last_day(day)),
        "link": address(link),
    }
    template = "events/restitution/emails/report_link"
    return Mail(to=verdict.address, to_name=person.name, template=template, context=context, reply_to=day.contact_email or None)

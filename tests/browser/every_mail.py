"""One mail of each kind the house can write, from the demo's own rows; runs inside a furnished house and leaves it as it was.

`manage.py shell -c "from tests.browser.every_mail import write_all; write_all('/a/folder')"`
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.outbox.mail import CauseGone, Mail, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import all_messages, find

HOUSE = Actor.system("tests")
Candidate = tuple[Any, Any, dict[str, Any]]
"""What a mail is about, who gets it, its parameters."""


def write_all(folder: str) -> None:
    """The HTML of each mail as a file of its name; refuses when a kind has none."""
    with transaction.atomic():
        mails = dict(_mails())
        missing = {one.name for one in all_messages()} - {name.partition("-")[0] for name in mails}
        if missing:
            raise AssertionError(f"no mail of these kinds: {sorted(missing)}")
        for name, mail in mails.items():
            written = write(mail, message_id="<1@example.org>", dated_at=timezone.now())
            body = message_from_bytes(written.data, policy=default).get_body(("html",))  # type: ignore[arg-type]
            assert body is not None, name
            (Path(folder) / f"{name}.html").write_text(body.get_content(), encoding="utf-8")
        transaction.set_rollback(True)


def _mails() -> Iterator[tuple[str, Mail]]:
    for source in (_registrations, _days, _mailings, _subscriptions, _directory, _meetings, _minutes, _actions):
        for name, candidates in source():
            yield name, _first(name, candidates)
    from labo_ess.operations.watch import TROUBLES

    for code, trouble in TROUBLES.items():
        for template in ("trouble", "well_again"):
            yield f"operations-{template}-{code}", Mail("a@example.org", f"operations/emails/{template}", context={"trouble": trouble})


def _first(name: str, candidates: Iterable[Candidate]) -> Mail:
    """The first of the candidates that the mail does not refuse."""
    why = "nothing in the demo to write about"
    for about, to, params in candidates:
        row = OutboxEmail(message=name.partition("-")[0], key=f"tests:{name}", params=params, created_at=timezone.now())
        row.about, row.to = about, to
        try:
            return find(row.message).write(row)
        except CauseGone as gone:
            why = str(gone)
    raise AssertionError(f"{name}: {why}")


def _registrations() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from events.registration.models import Registration, SessionChoice

    def of(state: str) -> list[Candidate]:
        found = Registration.objects.filter(state=state).select_related("day__cycle", "person")[:20]
        return [(each, each.person, {"version": each.version}) for each in found]

    yield "registration_confirmed", of("confirmed")
    yield "registration_promoted", of("confirmed")
    yield "registration_waiting", of("waiting")
    yield "registration_cancelled", of("cancelled")
    choices = SessionChoice.objects.filter(state="confirmed", registration__state="confirmed").select_related("registration", "session")[:20]
    yield (
        "choice_promoted",
        [
            (each.registration, each.registration.person, {"version": each.registration.version, "session": str(each.session.public_id)})
            for each in choices
        ],
    )


def _days() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from events.programme.models import Session
    from events.registration.models import Registration
    from events.restitution.models import SessionReport
    from events.restitution.services import issue_report_link

    registrations = list(Registration.objects.select_related("day", "person")[:20])
    yield "registration_link", [(each.day, each.person, {}) for each in registrations]
    atelier = Session.objects.filter(bookable=True, day__date__gte=timezone.localdate()).earliest("pk")
    link = issue_report_link(session=atelier, by=HOUSE)
    report = SessionReport.objects.select_related("session__day").get(session=atelier)
    yield "report_link", [(report, each.person, {"link": str(link.public_id)}) for each in registrations]


def _mailings() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from contacts.directory.models import Person
    from contacts.mailings.models import Mailing, MailingRecipient
    from labo_ess.accounts.models import User

    everyone = list(Person.objects.alive()[:80])
    by_kind: dict[str, list[Candidate]] = {}
    for mailing in Mailing.objects.order_by("kind", "pk"):
        for person in everyone:
            recipient, _ = MailingRecipient.objects.get_or_create(mailing=mailing, person=person)
            by_kind.setdefault(mailing.kind, []).append((recipient, person, {}))
    for kind, candidates in by_kind.items():
        yield f"mailing-{kind}", candidates
    user = User.objects.earliest("pk")
    first = [candidates[0] for candidates in by_kind.values()]
    yield "mailing_test", [(recipient.mailing, user, {"person": str(person.public_id)}) for recipient, person, _ in first]


def _subscriptions() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from contacts.consent.models import Subscription
    from contacts.consent.subscriptions import ask, confirm

    ask(address="essai-abonnement@example.org", first_name="Essai", last_name="Abonné", by=HOUSE)
    asked = Subscription.objects.with_address("essai-abonnement@example.org").get()
    yield "subscription_asked", [(asked, None, {})]
    confirmed = confirm(subscription=asked, by=HOUSE)
    yield "subscription_asked-known", [(confirmed, None, {})]
    yield "subscription_confirmed", [(confirmed, None, {})]


def _directory() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from contacts.directory.models import Person

    people = Person.objects.alive().filter(emails__isnull=False).distinct()
    yield "new_link", ((each, each, {"address_id": each.emails.earliest("pk").pk}) for each in people)


def _meetings() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from collectives.meetings.models import Attendance, Meeting

    coming = Meeting.objects.filter(state="convened", starts_at__gt=timezone.now()).earliest("pk")
    holders = _holders(coming)
    yield "meeting_moved", [(coming, person, {"sequence": coming.sequence, "asked_again": True}) for person in holders]
    Attendance.objects.filter(meeting=coming).update(answer="none", proxy_to=None)
    yield "meeting_reminder", [(coming, person, {}) for person in holders]
    members = coming.collective.memberships.all()[:2]
    giver, carrier = (Attendance.objects.get_or_create(meeting=coming, membership=member)[0] for member in members)
    carrier.answer, giver.answer, giver.proxy_to = "no", "proxy", carrier
    yield "meeting_proxy_lost", [(giver, person, {}) for person in holders]
    coming.state = "cancelled"
    yield "meeting_cancelled", [(coming, person, {}) for person in holders]


def _holders(meeting: Any) -> list[Any]:
    """Who may sit for its members."""
    from collectives.meetings.roster import roster

    return [holder for place in roster(meeting) for holder in place.holders]


def _minutes() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from collectives.meetings.models import Meeting
    from collectives.minutes.record import last_approval

    reviewed = Meeting.objects.filter(minutes_state="in_review").first()
    if reviewed is None:
        reviewed = Meeting.objects.filter(state="held").earliest("pk")
        reviewed.minutes_state = "in_review"
    reviewed.comment_until = timezone.localdate() + timedelta(days=5)
    yield "minutes_review", [(reviewed, person, {}) for person in _holders(reviewed)]
    approved = list(Meeting.objects.filter(minutes_state="approved"))
    yield "minutes_approved", [(each, person, {"number": last_approval(each).number}) for each in approved for person in _holders(each)]  # type: ignore[union-attr]


def _actions() -> Iterator[tuple[str, Iterable[Candidate]]]:
    from collectives.actions.models import Action

    waiting = Action.objects.filter(owner__isnull=False, due_on__isnull=False).select_related("owner", "collective").order_by("due_on")
    yield "action_reminder-late", [(each, each.owner, {}) for each in waiting.filter(due_on__lt=timezone.localdate())]
    yield "action_reminder-soon", [(each, each.owner, {}) for each in waiting.filter(due_on__gte=timezone.localdate())]

"""Convocation, move and cancellation as two independent calendar programs read them; each mail names its own attendee only."""

import subprocess
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import vobject
from django.utils import timezone

from collectives.meetings.answers import answer_meeting
from collectives.meetings.convocation import remind
from collectives.meetings.emails import agenda_lines
from collectives.meetings.enums import Answer
from collectives.meetings.exceptions import PassageRefused
from collectives.meetings.models import Meeting
from collectives.meetings.services import cancel_meeting, edit_meeting
from contacts.directory.models import EmailAddress
from labo_ess.outbox.mail import CauseGone, write
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import find
from tests.environment import CI
from tests.factories.meetings import HOUSE, AgendaItemFactory, MeetingFactory, convened_meeting, holder, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _message(row: OutboxEmail) -> EmailMessage:
    made = find(row.message).write(row)
    written = write(made, message_id="<essai@example.org>", dated_at=timezone.now())
    return message_from_bytes(written.data, policy=default)  # type: ignore[return-value]


def _event(message: EmailMessage) -> str:
    part = next(each for each in message.walk() if each.get_content_type() == "text/calendar")
    return part.get_content()


def _read(text: str) -> tuple[str, str, int, str]:
    """(method, uid, sequence, start) as vobject reads them."""
    calendar = vobject.readOne(text)
    event = calendar.vevent
    return calendar.method.value, event.uid.value, int(event.sequence.value), timezone.localtime(event.dtstart.value).strftime("%d/%m/%Y %H:%M")


def _khal(text: str, tmp_path: Path) -> str:
    """What khal shows of the file."""
    path = tmp_path / "event.ics"
    path.write_text(text, encoding="utf-8", newline="")
    config = tmp_path / "khal.conf"
    store = tmp_path / "store"
    store.mkdir(exist_ok=True)
    hours = (
        "timeformat = %H:%M\ndateformat = %d/%m/%Y\nlongdateformat = %d/%m/%Y\ndatetimeformat = %d/%m/%Y %H:%M\nlongdatetimeformat = %d/%m/%Y %H:%M"
    )
    zone = "local_timezone = Europe/Paris\ndefault_timezone = Europe/Paris"
    config.write_text(f"[calendars]\n[[essai]]\npath = {store}\n[locale]\n{hours}\n{zone}\n")
    shown = ["--format", "{start-long} | {title} | {location} | {uid} | {status}"]
    done = subprocess.run(["/usr/bin/khal", "-c", str(config), "printics", *shown, str(path)], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


needs_khal = pytest.mark.skipif(not CI and not Path("/usr/bin/khal").exists(), reason="khal is not installed")


def _row(message: str, meeting: Meeting) -> OutboxEmail:
    rows = OutboxEmail.objects.filter(message=message).order_by("pk")
    return rows.filter(about_public_id=meeting.public_id).first() or rows.first()


@needs_khal
def test_the_same_event_is_asked_moved_and_cancelled(tmp_path: Path) -> None:
    meeting = convened_meeting()
    request = _event(_message(_row("mailing", meeting)))
    edit_meeting(meeting=meeting, seen_version=meeting.lock_version, starts_at=in_days(12, 9), ends_at=in_days(12, 10), place="Salle bleue", by=HOUSE)
    meeting.refresh_from_db()
    moved = _event(_message(_row("meeting_moved", meeting)))
    cancel_meeting(meeting=meeting, by=HOUSE)
    cancelled = _event(_message(_row("meeting_cancelled", meeting)))
    uid = f"{meeting.public_id}@journees.labo-ess"
    before, after = (f"{in_days(days):%d/%m/%Y} {hour}:00" for days, hour in ((10, "17"), (12, "09")))
    assert [_read(text) for text in (request, moved, cancelled)] == [
        ("REQUEST", uid, 0, before),
        ("REQUEST", uid, 1, after),
        ("CANCEL", uid, 2, after),
    ]
    shown = [_khal(text, tmp_path) for text in (request, moved, cancelled)]
    assert all(uid in each and meeting.title in each for each in shown)
    assert (before in shown[0], after in shown[1], "Salle bleue" in shown[1], "CANCELLED" in shown[2]) == (True, True, True, True)


def test_each_mail_names_its_own_attendee_only() -> None:
    meeting = convened_meeting(4)
    rows = list(OutboxEmail.objects.filter(message="mailing"))
    addresses = set(EmailAddress.objects.values_list("address", flat=True))
    for row in rows:
        message = _message(row)
        text = message.as_string() + _event(message)
        mine = message["to"].addresses[0].addr_spec
        assert f"mailto:{mine}" in _event(message)
        assert all(other not in text for other in addresses - {mine})
        assert meeting.title in message["subject"]


def test_the_convocation_holds_the_agenda_and_the_own_link() -> None:
    meeting = MeetingFactory()
    AgendaItemFactory(meeting=meeting, title="Financer *et* [agir]", minutes=20)
    AgendaItemFactory(meeting=meeting, title="Divers")
    assert agenda_lines(meeting) == "1. Financer \\*et\\* \\[agir\\] (20 min)\n2. Divers"
    full = convened_meeting()
    AgendaItemFactory(meeting=full, title="Bilan de l’atelier", minutes=15)
    body = _message(_row("mailing", full)).get_body(("plain",)).get_content()
    assert "Bilan de l’atelier (15" in body
    assert "/l/" in body


def test_a_move_that_was_moved_again_does_not_leave() -> None:
    meeting = convened_meeting()
    for day in (12, 14):
        meeting = edit_meeting(meeting=meeting, seen_version=meeting.lock_version, starts_at=in_days(day), ends_at=in_days(day, 19), by=HOUSE)
    first, last = (OutboxEmail.objects.filter(message="meeting_moved", params__sequence=n).first() for n in (1, 2))
    with pytest.raises(CauseGone):
        _message(first)
    assert "Votre réponse d’avant ne vaut plus" in _message(last).get_body(("plain",)).get_content()


def test_a_convocation_late_after_a_cancellation_does_not_leave() -> None:
    meeting = convened_meeting()
    cancel_meeting(meeting=meeting, by=HOUSE)
    with pytest.raises(CauseGone):
        _message(_row("mailing", meeting))


def test_a_lost_pouvoir_is_told_unless_the_carrier_comes_back() -> None:
    meeting = convened_meeting()
    one, two, _three = meeting.collective.memberships.order_by("pk")
    answer_meeting(meeting=meeting, member=one, person=holder(one), choice="proxy", proxy_to=two, by=HOUSE)
    answer_meeting(meeting=meeting, member=two, person=holder(two), choice="no", by=HOUSE)
    row = OutboxEmail.objects.get(message="meeting_proxy_lost")
    assert "ne viendra pas" in _message(row).get_body(("plain",)).get_content()
    answer_meeting(meeting=meeting, member=two, person=holder(two), choice="yes", by=HOUSE)
    with pytest.raises(CauseGone):
        _message(OutboxEmail.objects.get(pk=row.pk))


def test_only_who_has_not_answered_is_written_to_again_once_a_day() -> None:
    meeting = convened_meeting(3)  # two persons, then an organisation with a titulaire and a suppléant·e
    answered, silent = (each for each in meeting.collective.memberships.filter(person__isnull=False).order_by("pk"))
    answer_meeting(meeting=meeting, member=answered, person=answered.person, choice=Answer.YES, by=HOUSE)
    assert remind(meeting=meeting, by=HOUSE) == 3
    rows = OutboxEmail.objects.filter(message="meeting_reminder")
    assert answered.person not in [row.to for row in rows]
    with pytest.raises(PassageRefused, match="déjà été relancé aujourd’hui"):
        remind(meeting=meeting, by=HOUSE)
    row = next(row for row in rows if row.to == silent.person)
    body = _message(row).get_body(("plain",)).get_content()
    assert "Nous n’avons pas encore votre réponse" in body
    assert "/l/" in body
    answer_meeting(meeting=meeting, member=silent, person=silent.person, choice=Answer.NO, by=HOUSE)
    with pytest.raises(CauseGone, match="la réponse est arrivée"):
        find(row.message).write(row)


def test_a_meeting_that_is_over_reminds_nobody() -> None:
    meeting = convened_meeting()
    cancel_meeting(meeting=meeting, by=HOUSE)
    with pytest.raises(PassageRefused, match="n’attend plus de réponse"):
        remind(meeting=meeting, by=HOUSE)

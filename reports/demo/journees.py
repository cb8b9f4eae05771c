"""The demo's three days: two behind us with what was said there, one ahead with its invitations and registrations."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from collectives.notes.models import Extract
from collectives.notes.services import append_extract
from contacts.directory.models import Organisation, Person
from contacts.reference.models import Department, Region
from events.attendance.models import CheckIn
from events.days.enums import DayState
from events.days.models import Cycle, Day
from events.days.services import add_partner, add_room, create_cycle, create_day, pass_to
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.programme.enums import RoleState
from events.programme.models import Session
from events.programme.services import add_person, add_session, release
from events.registration.enums import ChoiceState, Origin, Quality, RegistrationState
from events.registration.models import Registration, SessionChoice
from events.registration.services import register
from events.restitution.services import create_report, issue_report_link
from labo_ess.audit.actors import Actor
from labo_ess.links.services import issue
from labo_ess.text.dates import parse_time
from reports.demo.scenario import rows, shift, tables

FULL_ATELIER = "c-at4"
SILENT = 12
"""How many invited people have not answered yet."""


def load_days(organisations: dict[str, Organisation], persons: dict[str, Person], by: Actor) -> tuple[dict[str, Day], dict[str, Session]]:
    """The cycle, its days in the state the scenario gives them, and their sessions."""
    described = tables("days")
    moved = shift(described["days"], timezone.localdate())
    cycle = create_cycle(by=by, **described["cycle"])
    days = {each["key"]: _load_day(cycle, each, moved, organisations, by) for each in described["days"]}
    sessions = _load_sessions(days, persons, by)
    for each in described["days"]:
        day = days[each["key"]]
        pass_to(day, DayState.PREPARING, by=by)
        release(day, by=by)
        pass_to(day, DayState.OPEN, by=by)
        if each["state"] == DayState.PAST:
            _attend(day, list(persons.values())[: each["attending"]], by)
            days[each["key"]] = pass_to(day, DayState.PAST, by=Actor.system("clock"))
        else:
            day.refresh_from_db()
    return days, sessions


def _load_day(cycle: Cycle, row: dict[str, Any], moved: timedelta, organisations: dict[str, Organisation], by: Actor) -> Day:
    date = row["date"] + moved
    day = create_day(
        by=by,
        cycle=cycle,
        title=row["title"],
        date=date,
        region=Region.objects.get(pk=row["region"]),
        department=Department.objects.get(pk=row["department"]),
        headline=row["headline"],
        presentation=row["presentation"].strip(),
        starts=row["starts"],
        ends=row["ends"],
        place_name=row["place_name"],
        place_address=row["place_address"],
        place_access=row["place_access"],
        capacity=row["capacity"],
        answer_by=date - timedelta(days=14),
        contact_email="journees@example.org",
    )
    for name, capacity in row["rooms"]:
        add_room(day, name, capacity, by=by)
    for key, role in row["partners"]:
        public = f"{key}:{row['region']}"
        add_partner(day, organisations.get(public) or organisations[key], role, by=by)
    return day


def _load_sessions(days: dict[str, Day], persons: dict[str, Person], by: Actor) -> dict[str, Session]:
    made: dict[str, Session] = {}
    rooms = {(day.pk, room.name): room for day in days.values() for room in day.rooms.all()}
    for row in rows("sessions"):
        day = days[row["day"]]
        starts, ends = parse_time(row["starts"]), parse_time(row["ends"])
        assert starts is not None
        assert ends is not None
        session = add_session(
            day,
            by=by,
            kind=row["kind"],
            title=row["title"],
            starts=starts,
            ends=ends,
            room=rooms[day.pk, row["room"]],
            bookable=row["kind"] == "atelier",
            capacity=int(row["capacity"]) if row["capacity"] else None,
        )
        for pair in row["roles"].split():
            key, role = pair.split(":")
            position = persons[key].positions.first()
            add_person(
                session,
                persons[key],
                by=by,
                role=role,
                organisation=position.organisation if position else None,
                title=position.title if position else "",
                state=RoleState.CONFIRMED,
            )
        made[row["key"]] = session
    return made


def _attend(day: Day, persons: list[Person], by: Actor) -> None:
    """A past day is written as it stands: nobody registers to yesterday, so the services rightly refuse it."""
    ateliers = list(day.sessions.bookable().in_order())
    start = day.starts_at
    made = Registration.objects.bulk_create(
        Registration(
            day=day,
            person=person,
            state=RegistrationState.CONFIRMED if number % 9 else RegistrationState.CANCELLED,
            quality=_quality(number),
            origin=Origin.INVITATION if number % 5 else Origin.TEAM,
            answered_at=start - timedelta(days=20 - number % 15),
            **_position(person),
        )
        for number, person in enumerate(persons, start=1)
    )
    confirmed = [each for each in made if each.state == RegistrationState.CONFIRMED]
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=each, session=ateliers[number % len(ateliers)], state=ChoiceState.CONFIRMED)
        for number, each in enumerate(confirmed)
    )
    CheckIn.objects.bulk_create(
        CheckIn(registration=each, checked_in_at=start + timedelta(minutes=number % 40), by_kind=by.kind, by_id=by.id)
        for number, each in enumerate(confirmed)
        if number % 8
    )
    Invitation.objects.bulk_create(
        Invitation(day=day, person=each.person, state=InvitationState.REGISTERED, sent_at=start - timedelta(days=35), answered_at=each.answered_at)
        for each in made
    )


def _quality(number: int) -> str:
    return [Quality.PROJECT, Quality.AGENT, Quality.PROJECT, Quality.ELECTED, Quality.NETWORK, Quality.CITIZEN][number % 6]


def _position(person: Person) -> dict[str, Any]:
    position = person.positions.select_related("organisation").first()
    organisation = position.organisation if position else None
    return {
        "organisation": organisation,
        "organisation_label": organisation.name if organisation else "",
        "function": position.title if position else "",
    }


def load_answers(day: Day, sessions: dict[str, Session], persons: dict[str, Person], by: Actor) -> list[Person]:
    """Invitations of the day ahead and the answers so far; returns those who have not answered."""
    invited = list(persons.values())
    sent_at = timezone.now() - timedelta(days=6)
    Invitation.objects.bulk_create(Invitation(day=day, person=person, state=InvitationState.SENT, sent_at=sent_at) for person in invited)
    silent, answering = invited[:SILENT], invited[SILENT:]
    for person, (morning, afternoon) in zip(answering[:-4], _ateliers(sessions), strict=False):
        link = issue(kind="registration", target=day, holder=person, expires_at=day.ends_at, by=by)
        wanted = [sessions[key] for key in (morning, afternoon) if key]
        register(day=day, person=person, choices=wanted, details={"quality": _quality(person.pk), **_position(person)}, by=Actor.link(link))
    return silent


def _ateliers(sessions: dict[str, Session]) -> Iterator[tuple[str, str]]:
    """The financing atelier fills first, so that its waiting list is seen."""
    capacity = sessions[FULL_ATELIER].capacity or 0
    for _ in range(capacity + 3):
        yield FULL_ATELIER, "c-pm1"
    while True:
        yield from (("c-at1", "c-pm3"), ("c-at2", "c-pm1"), ("c-at3", ""), ("c-at2", ""))


def load_extracts(sessions: dict[str, Session], by: Actor) -> dict[str, Extract]:
    """What was said in the ateliers of the past days, noted by their rapporteur·e·s through their links."""
    made: dict[str, Extract] = {}
    for row in rows("extracts"):
        report = create_report(session=sessions[row["session"]], by=by)
        link = issue_report_link(session=report.session, by=by)
        made[row["key"]] = append_extract(
            note=report.note,
            kind=row["kind"],
            text=row["text"],
            speaker=row["speaker"],
            may_quote=row["may_quote"],
            client_key=row["key"],
            by=Actor.link(link),
        )
    return made

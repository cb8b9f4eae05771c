"""Mails to people who registered. They are written when they leave: what has changed since cancels them or is told as it now is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from contacts.consent.enums import Purpose
from contacts.consent.services import Verdict, may_write_to, may_write_to_all
from contacts.directory.models import Person
from events.days.models import Day
from events.registration.enums import ChoiceState, RegistrationState
from events.registration.models import Registration, SessionChoice
from labo_ess.audit.actors import Actor
from labo_ess.calendars import ics
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, issue, issue_each
from labo_ess.outbox.enums import Priority
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.outbox.services import queue_many
from labo_ess.text.dates import date_range, time_fr, time_range
from labo_ess.text.places import Places

LINK_KIND = "registration"
LINK_LIVES_AFTER = timedelta(days=30)
"""As long as the special needs are kept: the person may still look at what the house holds of them."""
FOLDER = "events/registration/emails"
AROUND = ("person",)


def link_end(day: Day) -> datetime:
    """Until when the personal link of a guest opens."""
    return day.ends_at + LINK_LIVES_AFTER


def answer_link(*, day: Day, person: Person, by: Actor) -> SecretLink:
    """The one link of a person for a day: invitation and registration alike."""
    return issue(kind=LINK_KIND, target=day, holder=person, expires_at=link_end(day), by=by)


def answer_links(*, day: Day, persons: Sequence[Person], by: Actor) -> dict[UUID, SecretLink]:
    """The same for many, by public id of the person, read in one query when they exist."""
    return issue_each(kind=LINK_KIND, target=day, holders=persons, expires_at=link_end(day), by=by)


def queue_for(registration: Registration, verb: str) -> None:
    """The mail that an act calls for, once per version of the registration; a walk-in stands before us and gets the same."""
    state = registration.state
    if verb == "registration.promoted":
        name = "registration_promoted"
    elif state == RegistrationState.CONFIRMED:
        name = "registration_confirmed"
    elif state == RegistrationState.WAITING:
        name = "registration_waiting"
    elif state == RegistrationState.CANCELLED:
        name = "registration_cancelled"
    else:
        return
    _queue(name, registration)


def queue_choice_promoted(registration: Registration, choice: SessionChoice) -> None:
    """A place came free in an atelier."""
    _queue("choice_promoted", registration, session=str(choice.session.public_id))


def _queue(name: str, registration: Registration, **params: Any) -> None:
    key = f"{name}:{registration.public_id}:{registration.version}"
    # One statement instead of four: a crowd registers under one lock.
    queue_many(name, rows=[(key, registration, registration.person)], priority=Priority.SERVICE, params={"version": registration.version, **params})


def calendar_of(registration: Registration, choices: list[SessionChoice], url: str, stamp: datetime | None = None) -> bytes:
    """The day and the ateliers held, for an agenda. Same identifiers each time, growing sequence: the new file replaces the old."""
    day = registration.day
    sequence = day.sequence + registration.version
    place = ", ".join(part for part in (day.place_name, day.place_address) if part)
    entries = [
        ics.Entry(
            uid=f"journee-{registration.public_id}",
            start=day.starts_at,
            end=day.ends_at,
            summary=f"{day.cycle.name} : {day.title}",
            location=place,
            description=f"{day.headline}\nVotre inscription, à modifier ou annuler si besoin : {url}".strip(),
            url=url,
            sequence=sequence,
            stamp=stamp,
        )
    ]
    for choice in choices:
        if choice.state == ChoiceState.CONFIRMED:
            session = choice.session
            session.day = day
            where = ", ".join(part for part in (session.room.name if session.room else "", place) if part)
            entries.append(
                ics.Entry(
                    uid=f"atelier-{choice.public_id}",
                    start=session.starts_at,
                    end=session.ends_at,
                    summary=session.title,
                    location=where,
                    url=url,
                    sequence=sequence,
                    stamp=stamp,
                )
            )
    return ics.events(entries)


def choices_of(registration: Registration) -> list[SessionChoice]:
    """Ateliers that stand, in the order of the day, those that wait with their rank, in one query or two."""
    return _ranked(list(registration.choices.live().select_related("session__room")))


def choices_of_all(registrations: Sequence[Registration]) -> dict[int, list[SessionChoice]]:
    """The same for many, by primary key; a session that many have chosen is read once."""
    by_registration: dict[int, list[SessionChoice]] = {registration.pk: [] for registration in registrations}
    choices = SessionChoice.objects.filter(registration__in=list(by_registration)).live().prefetch_related("session__room")
    for choice in _ranked(list(choices)):
        by_registration[choice.registration_id].append(choice)
    return by_registration


def _ranked(choices: list[SessionChoice]) -> list[SessionChoice]:
    queues = {choice.session_id for choice in choices if choice.state == ChoiceState.WAITING}
    ranks = dict(SessionChoice.objects.filter(session__in=queues).waiting_in_order().values_list("pk", "rank")) if queues else {}
    for choice in choices:
        choice.rank = ranks.get(choice.pk)
    return choices


def rank_of(registration: Registration) -> int | None:
    """Place in the day's queue, from 1."""
    if registration.queue_number is None:
        return None
    ahead = Registration.objects.filter(day_id=registration.day_id, state=RegistrationState.WAITING, queue_number__lt=registration.queue_number)
    return ahead.count() + 1


@dataclass(frozen=True)
class Facts:
    """What the mails of one batch need: by primary key of the registration, and of the person."""

    choices: dict[int, list[SessionChoice]]
    links: dict[int, str]
    verdicts: dict[int, Verdict]


def read(rows: Sequence[OutboxEmail]) -> Facts:
    """In a number of queries that depends on the days, not on the registrations."""
    registrations: list[Registration] = [row.about for row in rows]
    prefetch_related_objects(registrations, "day__cycle")
    links: dict[int, str] = {}
    for day in {registration.day_id: registration.day for registration in registrations}.values():
        mine = [registration for registration in registrations if registration.day_id == day.pk]
        found = answer_links(day=day, persons=[registration.person for registration in mine], by=Actor.system("outbox"))
        links |= {registration.pk: address(found[registration.person.public_id]) for registration in mine}
    verdicts = may_write_to_all([registration.person for registration in registrations], Purpose.SERVICE)
    return Facts(choices_of_all(registrations), links, verdicts)


def _current(row: OutboxEmail, *states: str) -> Registration:
    registration = row.about
    if registration is None or registration.version != row.params.get("version") or registration.state not in states:
        raise CauseGone("l’inscription a changé depuis")
    return registration


def _write(row: OutboxEmail, facts: Facts, registration: Registration, name: str, *, calendar: bool = False, **own: str) -> Mail:
    day, person, places = registration.day, registration.person, Places()
    choices, link = facts.choices[registration.pk], facts.links[registration.pk]
    return Mail(
        to=_allowed(facts.verdicts[person.pk]),
        to_name=person.name,
        template=f"{FOLDER}/{name}",
        context={
            **day_facts(day),
            "person": {"name": places.put(person.name)},
            "link": places.put_address(link),
            "choices": [_line(choice, places) for choice in choices],
            "person_source": places.put(person.source),
            **{word: places.put(said) for word, said in own.items()},
        },
        places=places,
        calendar=calendar_of(registration, choices, link, row.created_at) if calendar else None,
        reply_to=day.contact_email or None,
    )


def reachable(person: Person) -> str:
    """The address for what answers the person's own act."""
    return _allowed(may_write_to(person, Purpose.SERVICE))


def _allowed(verdict: Verdict) -> str:
    if not verdict:
        raise CauseGone(verdict.reason)
    return verdict.address


def day_facts(day: Day) -> dict[str, Any]:
    """What every mail about a day says of it."""
    return {
        "day": {"title": day.title, "headline": day.headline, "contact_email": day.contact_email},
        "cycle": {"name": day.cycle.name},
        "when": date_range(day.date, day.last_date or day.date),
        "hours": f"de {time_fr(day.starts)} à {time_fr(day.ends)}",
        "place": ", ".join(part for part in (day.place_name, day.place_address) if part),
    }


def _line(choice: SessionChoice, places: Places) -> dict[str, Any]:
    session = choice.session
    return {
        "title": places.put(session.title),
        "hours": places.put(time_range(session.starts, session.ends)),
        "room": places.put(session.room.name) if session.room else "",
        "waits": choice.state == ChoiceState.WAITING,
        "wished": choice.state == ChoiceState.WISHED,
        "rank": places.put(str(choice.rank or "")),
    }


@message("registration_confirmed", label="Confirmation d’inscription", related=AROUND, read=read)
def registration_confirmed(row: OutboxEmail, facts: Facts) -> Mail:
    """« Vous êtes inscrit·e », with the day for one's agenda."""
    return _write(row, facts, _current(row, RegistrationState.CONFIRMED), "registration_confirmed", calendar=True)


@message("registration_waiting", label="Inscription sur la liste d’attente", related=AROUND, read=read)
def registration_waiting(row: OutboxEmail, facts: Facts) -> Mail:
    """The rank is the one at the moment it leaves."""
    registration = _current(row, RegistrationState.WAITING)
    return _write(row, facts, registration, "registration_waiting", rank=str(rank_of(registration) or ""))


@message("registration_promoted", label="Une place s’est libérée", related=AROUND, read=read)
def registration_promoted(row: OutboxEmail, facts: Facts) -> Mail:
    """From the waiting list to a place."""
    return _write(row, facts, _current(row, RegistrationState.CONFIRMED), "registration_promoted", calendar=True)


@message("choice_promoted", label="Une place s’est libérée dans un atelier", related=AROUND, read=read)
def choice_promoted(row: OutboxEmail, facts: Facts) -> Mail:
    """From the queue of an atelier to a place in it."""
    registration = _current(row, RegistrationState.CONFIRMED)
    choice = registration.choices.select_related("session").filter(session__public_id=row.params["session"], state=ChoiceState.CONFIRMED).first()
    if choice is None:
        raise CauseGone("le choix d’atelier a changé depuis")
    return _write(row, facts, registration, "choice_promoted", calendar=True, atelier=str(choice.session.title))


@message("registration_cancelled", label="Désistement noté", related=AROUND, read=read)
def registration_cancelled(row: OutboxEmail, facts: Facts) -> Mail:
    """« Votre désistement est noté »; the link lets them come back."""
    return _write(row, facts, _current(row, RegistrationState.CANCELLED), "registration_cancelled")


@message("registration_link", label="Lien personnel d’inscription")
def registration_link(row: OutboxEmail) -> Mail:
    """The personal link, sent again by the team; `about` is the day."""
    day, person = row.about, row.to
    if day is None or person is None or day.is_trashed:
        raise CauseGone("la journée n’existe plus")
    link = address(answer_link(day=day, person=person, by=Actor.system("outbox")))
    context = {**day_facts(day), "person": person, "link": link, "person_source": person.source}
    return Mail(
        to=reachable(person), to_name=person.name, template=f"{FOLDER}/registration_link", context=context, reply_to=day.contact_email or None
    )

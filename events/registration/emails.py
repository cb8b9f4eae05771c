"""Mails to people who registered. They are written when they leave: what has changed since cancels them or is told as it now is."""

from datetime import datetime, timedelta
from typing import Any

from contacts.consent.enums import Purpose
from contacts.consent.services import may_write_to
from contacts.directory.models import Person
from events.days.models import Day
from events.registration.enums import ChoiceState, RegistrationState
from events.registration.models import Registration, SessionChoice
from labo_ess.audit.actors import Actor
from labo_ess.calendars import ics
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, issue
from labo_ess.outbox.enums import Priority
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message
from labo_ess.outbox.services import queue_many
from labo_ess.text.dates import date_range, time_fr, time_range

LINK_KIND = "registration"
LINK_LIVES_AFTER = timedelta(days=30)
"""As long as the special needs are kept: the person may still look at what the house holds of them."""
FOLDER = "events/registration/emails"


def link_end(day: Day) -> datetime:
    """Until when the personal link of a guest opens."""
    return day.ends_at + LINK_LIVES_AFTER


def answer_link(*, day: Day, person: Person, by: Actor) -> SecretLink:
    """The one link of a person for a day: invitation and registration alike."""
    return issue(kind=LINK_KIND, target=day, holder=person, expires_at=link_end(day), by=by)


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
    choices = list(registration.choices.live().select_related("session__room"))
    queues = [choice.session_id for choice in choices if choice.state == ChoiceState.WAITING]
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


def _current(row: OutboxEmail, *states: str) -> Registration:
    registration = row.about
    if registration is None or registration.version != row.params.get("version") or registration.state not in states:
        raise CauseGone("l’inscription a changé depuis")
    return registration


def _write(row: OutboxEmail, registration: Registration, name: str, *, calendar: bool = False, **context: Any) -> Mail:
    day, person = Day.objects.select_related("cycle").get(pk=registration.day_id), registration.person
    registration.day = day
    choices = choices_of(registration)
    link = address(answer_link(day=day, person=person, by=Actor.system("outbox")))
    return Mail(
        to=reachable(person),
        to_name=person.name,
        template=f"{FOLDER}/{name}",
        context={
            **day_facts(day),
            "person": person,
            "registration": registration,
            "link": link,
            "choices": [_line(choice) for choice in choices],
            "person_source": person.source,
            **context,
        },
        calendar=calendar_of(registration, choices, link, row.created_at) if calendar else None,
        reply_to=day.contact_email or None,
    )


def reachable(person: Person) -> str:
    """The address for what answers the person's own act."""
    verdict = may_write_to(person, Purpose.SERVICE)
    if not verdict:
        raise CauseGone(verdict.reason)
    return verdict.address


def day_facts(day: Day) -> dict[str, Any]:
    """What every mail about a day says of it."""
    return {
        "day": day,
        "cycle": day.cycle,
        "when": date_range(day.date, day.last_date or day.date),
        "hours": f"de {time_fr(day.starts)} à {time_fr(day.ends)}",
        "place": ", ".join(part for part in (day.place_name, day.place_address) if part),
    }


def _line(choice: SessionChoice) -> dict[str, Any]:
    session = choice.session
    return {
        "title": session.title,
        "hours": time_range(session.starts, session.ends),
        "room": session.room.name if session.room else "",
        "waits": choice.state == ChoiceState.WAITING,
        "wished": choice.state == ChoiceState.WISHED,
        "rank": choice.rank,
    }


@message("registration_confirmed", label="Confirmation d’inscription")
def registration_confirmed(row: OutboxEmail) -> Mail:
    """« Vous êtes inscrit·e », with the day for one's agenda."""
    return _write(row, _current(row, RegistrationState.CONFIRMED), "registration_confirmed", calendar=True)


@message("registration_waiting", label="Inscription sur la liste d’attente")
def registration_waiting(row: OutboxEmail) -> Mail:
    """The rank is the one at the moment it leaves."""
    registration = _current(row, RegistrationState.WAITING)
    return _write(row, registration, "registration_waiting", rank=rank_of(registration))


@message("registration_promoted", label="Une place s’est libérée")
def registration_promoted(row: OutboxEmail) -> Mail:
    """From the waiting list to a place."""
    return _write(row, _current(row, RegistrationState.CONFIRMED), "registration_promoted", calendar=True)


@message("choice_promoted", label="Une place s’est libérée dans un atelier")
def choice_promoted(row: OutboxEmail) -> Mail:
    """From the queue of an atelier to a place in it."""
    registration = _current(row, RegistrationState.CONFIRMED)
    choice = registration.choices.select_related("session").filter(session__public_id=row.params["session"], state=ChoiceState.CONFIRMED).first()
    if choice is None:
        raise CauseGone("le choix d’atelier a changé depuis")
    return _write(row, registration, "choice_promoted", calendar=True, atelier=choice.session.title)


@message("registration_cancelled", label="Désistement noté")
def registration_cancelled(row: OutboxEmail) -> Mail:
    """« Votre désistement est noté »; the link lets them come back."""
    return _write(row, _current(row, RegistrationState.CANCELLED), "registration_cancelled")


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

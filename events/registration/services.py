"""What is done to registrations. Every verb locks the day, then the ateliers in the order of their ids, then counts (DESIGN §3, §4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.directory import services as directory
from contacts.directory.models import Person
from events.days.enums import DayState
from events.days.models import Day
from events.programme.models import Session
from events.registration import emails
from events.registration.enums import (
    CHOICE_PASSAGES,
    LIVE,
    REGISTRATION_PASSAGES,
    ChoiceState,
    Origin,
    RegistrationState,
)
from events.registration.exceptions import (
    DayClosed,
    DayFull,
    PassageRefused,
    RegistrationWasRefused,
    SessionElsewhere,
    SessionFull,
    SessionNotBookable,
    SessionsOverlap,
)
from events.registration.models import Registration, SessionChoice
from events.registration.places import AtelierPlaces, Counter, count_ateliers, count_day
from events.registration.signals import registration_moved
from labo_ess.audit.actors import LINK, Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update, list_for_update
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.services import queue
from labo_ess.text.dates import long_date

Details = Mapping[str, Any]
DETAIL_FIELDS = ("quality", "organisation", "organisation_label", "function", "needs")
"""What a person says of themselves for that day."""


def before_insert() -> None:
    """Called between the count and the write. Tests replace it to hold two clients apart; it does nothing."""


@dataclass
class _Locked:
    """A day under its lock, with its ateliers in question and their counters."""

    day: Day
    registration: Registration | None
    choices: dict[int, SessionChoice]
    wanted: list[Session]
    ateliers: AtelierPlaces


@transaction.atomic
def register(
    *,
    day: Day,
    person: Person,
    by: Actor,
    choices: Iterable[Session] = (),
    details: Details | None = None,
    origin: str = Origin.INVITATION,
    form_key: str = "",
) -> Registration:
    """Register a person at a day, or put them at the end of its queue. The same form sent twice, or from two tabs, makes one registration."""
    locked = _lock(day, choices, person=person)
    registration = locked.registration
    if registration is not None and form_key and registration.form_key == form_key:
        return registration
    _refuse_closed(locked.day, by)
    if registration is not None and registration.state in LIVE:
        return _change(locked, registration, details, by, form_key)
    if registration is not None and registration.state == RegistrationState.REFUSED:
        raise RegistrationWasRefused
    places = count_day(locked.day)
    before_insert()
    registration = registration or Registration(day=locked.day, person=person, version=0)
    registration.origin = origin
    _describe(registration, details)
    _seat(registration, places)
    return _write(locked, registration, by, "registration.registered", form_key)


@transaction.atomic
def register_by_team(*, day: Day, person: Person, by: Actor, choices: Iterable[Session] = (), details: Details | None = None) -> Registration:
    """Register someone who phoned: the same rules, also once registrations are closed. The confirmation carries their link."""
    return register(day=day, person=person, by=by, choices=choices, details=details, origin=Origin.TEAM)


@transaction.atomic
def change(
    *, registration: Registration, by: Actor, choices: Iterable[Session] | None = None, details: Details | None = None, form_key: str = ""
) -> Registration:
    """Other ateliers (`choices`, all that are wanted; None keeps them) or other details. Places already held are kept."""
    locked = _lock(registration.day, choices, registration=registration)
    current = locked.registration
    assert current is not None
    if form_key and current.form_key == form_key:
        return current
    _refuse_closed(locked.day, by)
    if current.state not in LIVE:
        raise PassageRefused("Cette inscription n’est plus active : inscrivez la personne de nouveau. Rien n’a changé.")
    return _change(locked, current, details, by, form_key, keep=choices is None)


@transaction.atomic
def change_choice(*, registration: Registration, by: Actor, leave: Session | None = None, take: Session | None = None) -> Registration:
    """One atelier instead of another; the others stay."""
    kept = [choice.session for choice in registration.choices.live().select_related("session")]
    wanted = [session for session in kept if leave is None or session.pk != leave.pk]
    return change(registration=registration, by=by, choices=[*wanted, *([take] if take else [])])


@transaction.atomic
def cancel(*, registration: Registration, by: Actor, form_key: str = "") -> Registration:
    """The person does not come: their place and their ateliers are free, or given by hand to who waits. Doing it twice changes nothing."""
    locked = _lock(registration.day, None, registration=registration)
    current = locked.registration
    assert current is not None
    if current.state == RegistrationState.CANCELLED:
        return current
    if by.kind == LINK and timezone.now() >= locked.day.starts_at:
        raise DayClosed("La journée a commencé : pour vous désister, écrivez à l’équipe. Votre inscription n’a pas changé.")
    move(current, RegistrationState.CANCELLED)
    locked.wanted = []
    return _write(locked, current, by, "registration.cancelled", form_key)


@transaction.atomic
def promote(*, registration: Registration, by: Actor) -> Registration:
    """Give a free place, by hand, to someone of the day's queue; their ateliers follow, or wait."""
    locked = _lock(registration.day, None, registration=registration)
    current = locked.registration
    assert current is not None
    if current.state == RegistrationState.CONFIRMED:
        return current
    _require(REGISTRATION_PASSAGES, current.state, RegistrationState.CONFIRMED)
    if current.state != RegistrationState.OFFERED and not count_day(locked.day).has_place:
        raise DayFull
    before_insert()
    move(current, RegistrationState.CONFIRMED)
    return _write(locked, current, by, "registration.promoted")


@transaction.atomic
def promote_choice(*, choice: SessionChoice, by: Actor) -> SessionChoice:
    """Give a free place of an atelier, by hand, to someone of its queue."""
    locked = _lock(choice.session.day, None, registration=choice.registration)
    current = locked.choices[choice.session_id]
    counter = locked.ateliers.counters[choice.session_id]
    if current.state == ChoiceState.CONFIRMED:
        return current
    _require(CHOICE_PASSAGES, current.state, ChoiceState.CONFIRMED)
    registration = locked.registration
    if registration is None or registration.state != RegistrationState.CONFIRMED:
        raise PassageRefused("Cette personne n’a pas encore de place pour la journée : faites-la d’abord monter dans la file de la journée.")
    if current.state != ChoiceState.OFFERED and not counter.has_place:
        raise SessionFull
    before_insert()
    counter.leave(current.state)
    counter.take()
    move_choice(current, ChoiceState.CONFIRMED)
    current.save()
    locked.ateliers.write_full(locked.day)
    registration.version += 1
    registration.save(update_fields=["version", "updated_at"])
    record(by=by, verb="registration.choice_promoted", on=registration, session=current.session)
    emails.queue_choice_promoted(registration, current)
    registration_moved.send(sender=Registration, registration=registration, by=by)
    return current


@transaction.atomic
def admit(*, day: Day, person: Person, by: Actor, details: Details | None = None, form_key: str = "") -> Registration:
    """Someone who came unannounced: they stand in the room, so they are confirmed whatever the places and whoever waits elsewhere."""
    locked = _lock(day, None, person=person)
    registration = locked.registration
    if registration is not None and registration.state == RegistrationState.CONFIRMED:
        return registration
    if locked.day.is_trashed or locked.day.state in (DayState.DRAFT, DayState.ARCHIVED):
        raise DayClosed("Cette journée n’accueille personne : elle est en brouillon ou archivée. Rien n’a été enregistré.")
    if registration is None:
        registration = Registration(day=locked.day, person=person, version=0, state=RegistrationState.CONFIRMED, origin=Origin.WALK_IN)
    else:
        move(registration, RegistrationState.CONFIRMED)
    _describe(registration, details)
    return _write(locked, registration, by, "registration.registered", form_key)


@transaction.atomic
def register_newcomer(*, day: Day, by: Actor, choices: Iterable[Session] = (), details: Details | None = None, **person: Any) -> Registration:
    """Register someone whom the directory does not know yet: found by name and address, else created with the source « inscription par l’équipe »."""
    found = directory.find_or_create_person(by=by, source=f"inscription par l’équipe ({day.title})", **person)
    return register_by_team(day=day, person=found, by=by, choices=choices, details=details)


@transaction.atomic
def send_link(*, day: Day, person: Person, by: Actor, form_key: str) -> OutboxEmail:
    """The personal link once more, by mail, once per form; the same address as before while it lives."""
    emails.answer_link(day=day, person=person, by=by)
    row = queue("registration_link", key=f"registration_link:{day.public_id}:{person.public_id}:{form_key}", about=day, to=person)
    record(by=by, verb="registration.link_sent", on=person, day=day)
    return row


@transaction.atomic
def send_link_to_newcomer(*, day: Day, by: Actor, form_key: str, **person: Any) -> OutboxEmail:
    """Someone asks on the public page of an open day: found by name and address or noted, and their link leaves by mail."""
    if not Day.objects.get(pk=day.pk).takes_registrations:
        raise DayClosed("Les inscriptions viennent de fermer. Rien n’a été enregistré.")
    found = directory.find_or_create_person(by=by, source=f"page publique de la journée ({day.title})", to_compare=True, **person)
    return send_link(day=day, person=found, by=by, form_key=form_key)


def move(registration: Registration, state: str) -> None:
    """Set the state; any passage that the table does not hold is refused. Saves nothing."""
    _require(REGISTRATION_PASSAGES, registration.state, state)
    registration.state = state
    registration.queue_number = None


def move_choice(choice: SessionChoice, state: str) -> None:
    """The same for the choice of an atelier."""
    _require(CHOICE_PASSAGES, choice.state, state)
    choice.state = state
    choice.queue_number = None


def _require(table: Mapping[Any, set[Any]], before: str, after: str) -> None:
    kind = RegistrationState if table is REGISTRATION_PASSAGES else ChoiceState
    if kind(after) not in table[kind(before)]:
        raise PassageRefused(
            f"Cette inscription est à l’état « {kind(before).label} » : elle ne peut pas passer à « {kind(after).label} ». Rien n’a changé."
        )


def _lock(day: Day, choices: Iterable[Session] | None, *, registration: Registration | None = None, person: Person | None = None) -> _Locked:
    """The day's row first, then the rows of the ateliers in question in the order of their ids; the registration is read under these locks."""
    locked_day = get_for_update(Day.objects.all(), pk=day.pk)
    mine = Registration.objects.filter(day=locked_day)
    found = mine.get(pk=registration.pk) if registration is not None else mine.filter(person=person).order_by().first()
    held = {choice.session_id: choice for choice in found.choices.all()} if found is not None else {}
    if found is not None:
        found.day = locked_day
    wanted_ids = {session.pk for session in choices or ()}
    sessions = {each.pk: each for each in list_for_update(Session.objects.filter(pk__in={*wanted_ids, *held}))} if wanted_ids or held else {}
    if wanted_ids - set(sessions):
        raise SessionElsewhere
    for choice in held.values():
        choice.session = sessions[choice.session_id]
    if choices is None:
        wanted = [sessions[pk] for pk, choice in held.items() if choice.state not in (ChoiceState.CANCELLED, ChoiceState.REFUSED, ChoiceState.LAPSED)]
    else:
        wanted = sorted((sessions[pk] for pk in wanted_ids), key=lambda each: (each.day_offset, each.starts, each.pk))
        _check_choices(locked_day, wanted, held)
    return _Locked(locked_day, found, held, wanted, count_ateliers(sessions.values()))


def _check_choices(day: Day, wanted: Sequence[Session], held: Mapping[int, SessionChoice]) -> None:
    for session in wanted:
        if session.day_id != day.pk:
            raise SessionElsewhere
        if not session.bookable and session.pk not in held:
            raise SessionNotBookable
    for index, first in enumerate(wanted):
        for second in wanted[index + 1 :]:
            if first.overlaps(second):
                raise SessionsOverlap(
                    f"« {first.title} » et « {second.title} » ont lieu en même temps : choisissez l’un des deux. Rien n’a été enregistré."
                )


def _refuse_closed(day: Day, by: Actor) -> None:
    """Guests while registrations are open; the team also once they are closed, until the day is over."""
    if day.is_trashed or day.state in (DayState.DRAFT, DayState.PREPARING):
        raise DayClosed("Les inscriptions ne sont pas encore ouvertes. Rien n’a été enregistré.")
    if day.state in (DayState.PAST, DayState.ARCHIVED) or timezone.now() >= day.ends_at:
        raise DayClosed(f"Cette journée a eu lieu le {long_date(day.date)}. Rien n’a été enregistré.")
    if by.kind == LINK and not day.takes_registrations:
        raise DayClosed("Les inscriptions viennent de fermer. Votre réponse n’a pas été enregistrée ; ce qui l’était déjà n’a pas changé.")


def _describe(registration: Registration, details: Details | None) -> bool:
    """Write what the person says of themselves; whether it differs."""
    unknown = set(details or ()) - set(DETAIL_FIELDS)
    if unknown:
        raise ValueError(f"unknown details: {unknown}")
    changed = {name: value for name, value in (details or {}).items() if getattr(registration, name) != value}
    for name, value in changed.items():
        setattr(registration, name, value)
    return bool(changed)


def _seat(registration: Registration, places: Counter) -> None:
    """A place when one is free and nobody waits, else the end of the queue. The only way out of « new »."""
    state = RegistrationState.CONFIRMED if places.is_open else RegistrationState.WAITING
    if registration.pk is None:
        registration.state = state
    else:
        move(registration, state)
    if state == RegistrationState.WAITING:
        registration.queue_number = places.join()


def _change(locked: _Locked, registration: Registration, details: Details | None, by: Actor, form_key: str, keep: bool = False) -> Registration:
    described = _describe(registration, details)
    held = {pk for pk, choice in locked.choices.items() if choice.state in (*LIVE, ChoiceState.WISHED)}
    same = keep or held == {session.pk for session in locked.wanted}
    if same:
        if described:
            registration.form_key = form_key or registration.form_key
            registration.save()
            _note_act(registration, by)
            record(by=by, verb="registration.described", on=registration)
        return registration
    before_insert()
    return _write(locked, registration, by, "registration.changed", form_key)


def _write(locked: _Locked, registration: Registration, by: Actor, verb: str, form_key: str = "") -> Registration:
    """Save the registration in its new state, settle its ateliers, and tell whoever must know: all or nothing."""
    registration.version += 1
    registration.form_key = form_key or registration.form_key
    registration.answered_at = timezone.now()
    registration.save()
    _settle(locked, registration)
    locked.ateliers.write_full(locked.day)
    _note_act(registration, by)
    record(by=by, verb=verb, on=registration, state=str(registration.state), origin=registration.origin)
    emails.queue_for(registration, verb)
    registration_moved.send(sender=Registration, registration=registration, by=by)
    return registration


def _settle(locked: _Locked, registration: Registration) -> None:
    """Bring the choices to what is wanted: those left are cancelled, those taken get a place, wait, or are only wished."""
    wanted = {session.pk: session for session in locked.wanted} if registration.state in LIVE else {}
    confirmed = registration.state == RegistrationState.CONFIRMED
    changed: list[SessionChoice] = []
    for pk, choice in locked.choices.items():
        if pk not in wanted and choice.state not in (ChoiceState.CANCELLED, ChoiceState.REFUSED):
            locked.ateliers.counters[pk].leave(choice.state)
            move_choice(choice, ChoiceState.CANCELLED)
            changed.append(choice)
    made: list[SessionChoice] = []
    for pk, session in wanted.items():
        existing = locked.choices.get(pk)
        if existing is not None and existing.state in (*LIVE, *(() if confirmed else (ChoiceState.WISHED,))):
            continue
        choice = existing or SessionChoice(registration=registration, session=session)
        _seat_choice(choice, locked.ateliers.counters[pk], confirmed)
        (made if existing is None else changed).append(choice)
    for choice in changed:
        choice.updated_at = timezone.now()
    if changed:
        SessionChoice.objects.bulk_update(changed, ["state", "queue_number", "updated_at"])
    if made:
        SessionChoice.objects.bulk_create(made)


def _seat_choice(choice: SessionChoice, counter: Counter, confirmed: bool) -> None:
    state = ChoiceState.WISHED if not confirmed else ChoiceState.CONFIRMED if counter.is_open else ChoiceState.WAITING
    if choice.pk is None:
        choice.state = state
    else:
        move_choice(choice, state)
    if state == ChoiceState.CONFIRMED:
        counter.take()
    elif state == ChoiceState.WAITING:
        choice.queue_number = counter.join()


def _note_act(registration: Registration, by: Actor) -> None:
    """The person's own acts, and only theirs, put off the end of what is kept on them."""
    if by.kind == LINK:
        directory.note_act(registration.person)

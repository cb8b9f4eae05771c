"""What is done to a programme: sessions made, changed, moved and removed; people in them; versions released."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from contacts.directory.models import Organisation, Person
from events.days.models import Day, Room
from events.days.services import drop_public
from events.programme.enums import RoleState, SessionRoleKind
from events.programme.exceptions import (
    CapacityRefused,
    HoursInDisorder,
    NothingToRelease,
    OutsideTheDay,
    RoleAlready,
    RoomTaken,
    SessionChosen,
)
from events.programme.exports import changes_between, freeze
from events.programme.models import ProgrammeVersion, Session, SessionRole
from events.programme.querysets import last_version, outside_day
from events.programme.signals import capacity_changed
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.dates import time_range
from labo_ess.text.typography import plural

__all__ = [
    "add_person",
    "add_session",
    "drop_public",
    "edit_person",
    "edit_session",
    "move_session",
    "release",
    "remove_person",
    "remove_session",
]


@transaction.atomic
def add_session(day: Day, *, by: Actor, kind: str, title: str, starts: time, ends: time, **details: Any) -> Session:
    """A new moment of the day; details: room, day_offset, description, bookable, capacity."""
    day = _lock(day)
    session = Session(day=day, kind=kind, title=title, starts=starts, ends=ends, **details)
    _check(day, session)
    session.save()
    drop_public(day)
    record(by=by, verb="programme.session_added", on=day, session=session)
    return session


@transaction.atomic
def edit_session(session: Session, *, by: Actor, **changes: Any) -> Session:
    """Change a session; the public sees it at the next release."""
    day = _lock(session.day)
    session = Session.objects.select_related("room").get(pk=session.pk)
    session.day = day
    changed = [name for name, value in changes.items() if getattr(session, name) != value]
    if not changed:
        return session
    for name in changed:
        setattr(session, name, changes[name])
    _check(day, session)
    session.save()
    if {"capacity", "bookable"}.intersection(changed):
        capacity_changed.send(Session, session=session)
    drop_public(day)
    record(by=by, verb="programme.session_edited", on=day, session=session, fields=changed)
    return session


def move_session(session: Session, *, by: Actor, starts: time, room: Room | None, day_offset: int = 0) -> Session:
    """Another hour, room or day; it lasts as long as before."""
    length = datetime.combine(date.min, session.ends) - datetime.combine(date.min, session.starts)
    ends = datetime.combine(date.min, starts) + length
    if ends.date() != date.min:
        raise OutsideTheDay("La séance se terminerait après minuit : choisissez une heure plus tôt. Rien n’a changé.")
    return edit_session(session, by=by, starts=starts, ends=ends.time(), room=room, day_offset=day_offset)


@transaction.atomic
def remove_session(session: Session, *, by: Actor) -> Day:
    """Take a session out of the programme; refused when people chose it or notes were taken in it."""
    day = _lock(session.day)
    chosen = session.choices.count()  # type: ignore[attr-defined]
    if chosen:
        raise SessionChosen(
            f"{plural(chosen, 'personne a choisi', 'personnes ont choisi')} cet atelier : il reste au programme. "
            "Déplacez-le, ou proposez un autre atelier à ces personnes d’abord."
        )
    title, kind = session.public_id, session.kind
    try:
        with transaction.atomic():
            Session.objects.filter(pk=session.pk).delete()
    except ProtectedError as error:
        raise SessionChosen("Des notes ou des réponses sont rattachées à cette séance : elle reste au programme.") from error
    drop_public(day)
    record(by=by, verb="programme.session_removed", on=day, session_id=title, kind=kind)
    return day


@transaction.atomic
def add_person(
    session: Session,
    person: Person,
    *,
    by: Actor,
    role: str = SessionRoleKind.SPEAKER,
    organisation: Organisation | None = None,
    title: str = "",
    state: str = RoleState.EXPECTED,
) -> SessionRole:
    """Someone has a role in the session, « au titre de » an organisation or not."""
    day = _lock(session.day)
    if SessionRole.objects.filter(session=session, person=person, role=role).exists():
        raise RoleAlready("Cette personne tient déjà ce rôle dans la séance : choisissez un autre rôle, ou modifiez le premier.")
    last = session.roles.order_by("-position").values_list("position", flat=True).first()  # type: ignore[attr-defined]
    made = SessionRole.objects.create(
        session=session,
        person=person,
        organisation=organisation,
        title=title,
        role=role,
        state=state,
        position=0 if last is None else last + 1,
    )
    drop_public(day)
    record(by=by, verb="programme.person_added", on=day, session=session, person=person, role=str(role))
    return made


@transaction.atomic
def edit_person(held: SessionRole, *, by: Actor, **changes: Any) -> SessionRole:
    """Change role, answer, title or « au titre de »."""
    day = _lock(held.session.day)
    role = SessionRole.objects.select_related("session", "person").get(pk=held.pk)
    changed = [name for name, value in changes.items() if getattr(role, name) != value]
    if not changed:
        return role
    for name in changed:
        setattr(role, name, changes[name])
    if SessionRole.objects.filter(session=role.session, person=role.person, role=role.role).exclude(pk=role.pk).exists():
        raise RoleAlready("Cette personne tient déjà ce rôle dans la séance : choisissez un autre rôle.", field="role")
    role.save()
    drop_public(day)
    record(by=by, verb="programme.person_edited", on=day, session=role.session, person=role.person, fields=changed)
    return role


@transaction.atomic
def remove_person(role: SessionRole, *, by: Actor) -> Session:
    """The person has no longer this role in the session."""
    day = _lock(role.session.day)
    SessionRole.objects.filter(pk=role.pk).delete()
    drop_public(day)
    record(by=by, verb="programme.person_removed", on=day, session=role.session, person=role.person)
    return role.session


@transaction.atomic
def release(day: Day, *, by: Actor, note: str = "") -> ProgrammeVersion:
    """Freeze the programme as the next version: from now on the world reads it."""
    day = _lock(day)
    content = freeze(day)
    if not content["sessions"]:
        raise NothingToRelease("Le programme n’a pas encore de séance : ajoutez-en une, puis publiez-le.")
    last = last_version(day)
    if last is not None and not changes_between(last.content, content):
        raise NothingToRelease(f"Rien n’a changé depuis la version {last.number} : elle reste celle que tout le monde lit.")
    version = ProgrammeVersion.objects.create(day=day, number=last.number + 1 if last else 1, note=note, content=content)
    drop_public(day)
    record(by=by, verb="programme.released", on=day, number=version.number, sessions=len(content["sessions"]))
    return version


def _lock(day: Day) -> Day:
    return get_for_update(Day.objects.all(), pk=day.pk)


def _check(day: Day, session: Session) -> None:
    """Refuse what cannot be: hours in disorder, outside the day, a room twice at once, zero places."""
    if session.ends <= session.starts:
        raise HoursInDisorder("La séance finit avant d’avoir commencé : corrigez l’une des deux heures.")
    if session.capacity == 0:
        raise CapacityRefused("Indiquez au moins une place, ou laissez vide pour un nombre sans limite.")
    if outside_day(day, session):
        hours = time_range(day.starts, day.ends)
        raise OutsideTheDay(f"La séance sort des heures de la journée ({hours}) : changez son heure, ou d’abord celles de la journée.")
    if session.room is None:
        return
    others = Session.objects.filter(day=day, room=session.room, day_offset=session.day_offset).exclude(pk=session.pk)
    taken = others.filter(starts__lt=session.ends, ends__gt=session.starts).first()
    if taken is not None:
        when = time_range(taken.starts, taken.ends)
        raise RoomTaken(f"« {taken.title} » a déjà lieu dans cette salle ({when}) : choisissez une autre salle ou une autre heure.")

"""What is done to cycles and days: made, changed, passed from state to state, put in the Corbeille."""

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from collectives.actions.planning import follow_day
from collectives.groups.enums import CollectiveKind
from collectives.groups.models import Collective
from contacts.directory.models import Organisation
from events.days.enums import DAY_PASSAGES, DayState, PartnerRole
from events.days.exceptions import (
    AddressTaken,
    CapacityRefused,
    HoursInDisorder,
    NotADraft,
    PartnerAlready,
    PassageRefused,
    PastByClockOnly,
    RoomInUse,
    RoomNameTaken,
)
from events.days.models import Cycle, Day, DayPartner, Room
from labo_ess.audit.actors import SYSTEM, Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import plural

if TYPE_CHECKING:
    from labo_ess.documents.models import Upload

RESERVED_SLUGS = frozenset({"nouvelle", "nouveau", "cycles", "corbeille", "modifier"})
"""Words that addresses of the house use where a day's slug stands."""
CALENDAR_FIELDS = frozenset({"title", "date", "last_date", "starts", "ends", "place_name", "place_address"})
"""What an agenda shows of a day: changing one makes a new version of the event."""


@transaction.atomic
def create_cycle(*, by: Actor, name: str, aims: str = "", slug: str = "") -> Cycle:
    """A series of days."""
    cycle = Cycle.objects.create(name=name, aims=aims, slug=_free_slug(Cycle, slug, name))
    record(by=by, verb="cycle.created", on=cycle)
    return cycle


@transaction.atomic
def edit_cycle(cycle: Cycle, *, by: Actor, **changes: Any) -> Cycle:
    """Change its name or aims; its address stays."""
    cycle = get_for_update(Cycle.objects.all(), pk=cycle.pk)
    changed = _apply(cycle, changes)
    if changed:
        cycle.save()
        record(by=by, verb="cycle.edited", on=cycle, fields=changed)
    return cycle


@transaction.atomic
def create_day(*, by: Actor, cycle: Cycle, title: str, date: date, slug: str = "", **details: Any) -> Day:
    """A day in draft, with its organising committee: a collective, made with it."""
    day = Day(cycle=cycle, title=title, date=date, **details)
    _check(day)
    day.slug = _free_slug(Day, slug, f"{title} {date.year}")
    day.committee = Collective.objects.create(
        kind=CollectiveKind.COMMITTEE,
        name=f"Comité d’organisation – {title}"[:200],
        slug=_free_slug(Collective, "", f"comite {day.slug}"),
    )
    day.save()
    record(by=by, verb="day.created", on=day)
    return day


@transaction.atomic
def edit_day(day: Day, *, by: Actor, **changes: Any) -> Day:
    """Change a day. When its moment or its place changes, its agenda version grows, so that calendars follow.

    Sessions keep their times relative to the day: they move with it. So do the dates of its committee's retro-plannings,
    but for those pinned by hand; `day.moved_dates` then counts both.
    """
    day = get_for_update(Day.objects.all(), pk=day.pk)
    old_date = day.date
    changed = _apply(day, changes)
    if not changed:
        return day
    _check(day)
    if CALENDAR_FIELDS.intersection(changed):
        day.sequence += 1
    day.save()
    drop_public(day)
    moved: dict[str, Any] = {}
    if day.date != old_date:
        day.moved_dates = follow_day(collective=day.committee, new_date=day.date, by=by)
        moved = {"moved_from": old_date, "moved_to": day.date, "followed": day.moved_dates.followed, "stayed": day.moved_dates.stayed}
    record(by=by, verb="day.edited", on=day, fields=changed, **moved)
    return day


@transaction.atomic
def pass_to(day: Day, state: str, *, by: Actor) -> Day:
    """Bring a day to another state of its life; any passage that the table does not hold is refused."""
    day = get_for_update(Day.objects.select_related("cycle"), pk=day.pk)
    before, after = DayState(day.state), DayState(state)
    if after not in DAY_PASSAGES[before]:
        raise PassageRefused(f"Cette journée est à l’état « {before.label} » : elle ne peut pas passer à « {after.label} ». Rien n’a changé.")
    if after == DayState.PAST and by.kind != SYSTEM:
        raise PastByClockOnly("Une journée devient passée d’elle-même, à l’heure où elle finit. Rien n’a changé.")
    day.state = after
    day.save(update_fields=["state", "updated_at"])
    drop_public(day)
    record(by=by, verb="day.passed", on=day, before=str(before), after=str(after))
    return day


@transaction.atomic
def trash_day(day: Day, *, by: Actor) -> Day:
    """Put a draft in the Corbeille, where it stays thirty days."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    if day.state != DayState.DRAFT:
        raise NotADraft(
            "Seule une journée en brouillon peut être mise à la corbeille : celle-ci est déjà connue d’autres personnes. Archivez-la plutôt."
        )
    if not day.is_trashed:
        day.put_in_trash()
        day.committee.put_in_trash()
        record(by=by, verb="day.trashed", on=day)
    return day


@transaction.atomic
def restore_day(day: Day, *, by: Actor) -> Day:
    """Take a draft back out of the Corbeille."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    if day.is_trashed:
        for row in (day, day.committee):
            row.trashed_at = None
            row.save(update_fields=["trashed_at"])
        record(by=by, verb="day.restored", on=day)
    return day


def drop_public(day: Day) -> None:
    """Forget the stored public pages of a day: the next reader gets fresh ones.

    The number is part of their key and changes in the transaction of the act itself, so no page made from what stood
    before can be served after it, on whichever machine.
    """
    Day.objects.filter(pk=day.pk).update(public_version=F("public_version") + 1)


def _apply(obj: Day | Cycle | Room, changes: dict[str, Any]) -> list[str]:
    """Set the fields that differ; their names."""
    changed = [name for name, value in changes.items() if getattr(obj, name) != value]
    for name in changed:
        setattr(obj, name, changes[name])
    return changed


def _check(day: Day) -> None:
    last: date = day.last_date or day.date
    if last < day.date:
        raise HoursInDisorder("Le dernier jour précède le premier : corrigez l’une des deux dates.", field="last_date")
    starts: time = day.starts
    if last == day.date and day.ends <= starts:
        raise HoursInDisorder("La journée finit avant d’avoir commencé : corrigez l’une des deux heures.")
    if day.capacity == 0:
        raise CapacityRefused("Indiquez au moins une place, ou laissez vide pour une journée sans limite.")


def _free_slug(model: Any, wanted: str, text: str) -> str:
    """The address asked for, refused when taken; without one, an address made of the text and free."""
    taken = model._base_manager.filter
    if wanted:
        if wanted in RESERVED_SLUGS or taken(slug=wanted).exists():
            raise AddressTaken("Cette adresse est déjà prise : choisissez-en une autre.")
        return wanted
    base = slugify_fr(text) or model._meta.model_name
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, 1000))
    return next(slug for slug in candidates if slug not in RESERVED_SLUGS and not taken(slug=slug).exists())


@transaction.atomic
def add_partner(day: Day, organisation: Organisation, role: str = PartnerRole.PARTNER, *, by: Actor) -> DayPartner:
    """An organisation makes the day with us; it comes last in the order."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    if day.partners.filter(organisation=organisation, role=role).exists():
        raise PartnerAlready("Cette structure tient déjà ce rôle pour la journée : choisissez un autre rôle ou une autre structure.")
    partner = DayPartner.objects.create(day=day, organisation=organisation, role=role, position=_next_position(day.partners))
    drop_public(day)
    record(by=by, verb="day.partner_added", on=day, organisation=organisation, role=str(role))
    return partner


@transaction.atomic
def remove_partner(partner: DayPartner, *, by: Actor) -> Day:
    """The organisation no longer holds this role; its sheet in the directory stays."""
    record(by=by, verb="day.partner_removed", on=partner.day, organisation=partner.organisation, role=partner.role)
    DayPartner.objects.filter(pk=partner.pk).delete()
    drop_public(partner.day)
    return partner.day


@transaction.atomic
def move_partner(partner: DayPartner, *, by: Actor, up: bool) -> DayPartner:
    """One place up or down among the partners of the day."""
    day = get_for_update(Day.objects.all(), pk=partner.day_id)
    if _move(day.partners, partner, up):
        drop_public(day)
        record(by=by, verb="day.partners_reordered", on=day)
    return partner


@transaction.atomic
def set_logo(partner: DayPartner, upload: "Upload | None", *, by: Actor) -> DayPartner:
    """The organisation's logo, shown with every role it holds, on every day."""
    organisation = partner.organisation
    organisation.logo = upload
    organisation.save(update_fields=["logo", "updated_at"])
    for day in Day.objects.filter(partners__organisation=organisation).distinct():
        drop_public(day)
    record(by=by, verb="day.logo_changed", on=partner.day, organisation=organisation)
    return partner


@transaction.atomic
def add_room(day: Day, name: str, capacity: int | None = None, access_note: str = "", *, by: Actor) -> Room:
    """A room of the place; it comes last in the order."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    room = Room(day=day, name=name, capacity=capacity, access_note=access_note, position=_next_position(day.rooms))
    _check_room(room)
    room.save()
    drop_public(day)
    record(by=by, verb="day.room_added", on=day, room=room)
    return room


@transaction.atomic
def edit_room(room: Room, *, by: Actor, **changes: Any) -> Room:
    """Change its name, places or access."""
    day = get_for_update(Day.objects.all(), pk=room.day_id)
    room = Room.objects.get(pk=room.pk)
    if changed := _apply(room, changes):
        _check_room(room)
        room.save()
        drop_public(day)
        record(by=by, verb="day.room_edited", on=day, room=room, fields=changed)
    return room


@transaction.atomic
def remove_room(room: Room, *, by: Actor) -> Day:
    """Remove a room where nothing takes place."""
    day = get_for_update(Day.objects.all(), pk=room.day_id)
    used = room.sessions.count()  # type: ignore[attr-defined]
    if used:
        raise RoomInUse(
            f"{plural(used, 'séance a lieu', 'séances ont lieu')} dans cette salle : changez-les de salle d’abord. Rien n’a été supprimé."
        )
    record(by=by, verb="day.room_removed", on=day)
    Room.objects.filter(pk=room.pk).delete()
    drop_public(day)
    return day


@transaction.atomic
def move_room(room: Room, *, by: Actor, up: bool) -> Room:
    """One place left or right on the programme grid."""
    day = get_for_update(Day.objects.all(), pk=room.day_id)
    if _move(day.rooms, room, up):
        drop_public(day)
        record(by=by, verb="day.rooms_reordered", on=day)
    return room


def _check_room(room: Room) -> None:
    if room.capacity == 0:
        raise CapacityRefused("Indiquez au moins une place, ou laissez vide si le nombre n’est pas connu.")
    if Room.objects.filter(day=room.day, name=room.name).exclude(pk=room.pk).exists():
        raise RoomNameTaken("Cette journée a déjà une salle de ce nom : donnez-lui un autre nom.")


def _next_position(rows: Any) -> int:
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _move(rows: Any, row: Any, up: bool) -> bool:
    """Swap a row with its neighbour and number all of them again; False at the end of the list."""
    ordered = list(rows.order_by("position", "pk"))
    here = next((index for index, each in enumerate(ordered) if each.pk == row.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(ordered):
        return False
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, each in enumerate(ordered):
        each.position = position
    rows.model.objects.bulk_update(ordered, ["position"])
    return True

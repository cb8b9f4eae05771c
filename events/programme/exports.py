"""The programme as others read it: frozen content, what changed since the last version, calendar file, JSON."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.days.models import Day
from events.programme.enums import ChangeKind, RoleState
from events.programme.models import ProgrammeVersion, Session, SessionRole
from labo_ess.calendars import ics
from labo_ess.choices.services import label
from labo_ess.text.dates import time_range
from labo_ess.text.markdown import markdown_to_text

Content = dict[str, Any]


def freeze(day: Day) -> Content:
    """What a release keeps: sessions with confirmed people only, rooms, partners. Times stay relative to the day."""
    sessions = day.sessions.with_people().in_order()  # type: ignore[attr-defined]
    partners = day.partners.select_related("organisation__logo")  # type: ignore[attr-defined]
    return {
        "rooms": [{"id": str(room.public_id), "name": room.name, "access": room.access_note} for room in day.rooms.all()],  # type: ignore[attr-defined]
        "partners": [
            {
                "id": str(partner.organisation.public_id),
                "name": partner.organisation.name,
                "role": partner.role,
                "role_label": partner.get_role_display(),
                "logo": str(partner.organisation.logo.public_id) if partner.organisation.logo else "",
            }
            for partner in partners
        ],
        "sessions": [_session(session) for session in sessions],
    }


def _session(session: Session) -> Content:
    return {
        "id": str(session.public_id),
        "kind": session.kind,
        "kind_label": label("session_kind", session.kind),
        "title": session.title,
        "description": session.description,
        "room": str(session.room.public_id) if session.room else "",
        "room_name": session.room.name if session.room else "",
        "day_offset": session.day_offset,
        "starts": session.starts.strftime("%H:%M"),
        "ends": session.ends.strftime("%H:%M"),
        "bookable": session.bookable,
        "people": [_person(role) for role in session.roles.all() if role.state == RoleState.CONFIRMED],  # type: ignore[attr-defined]
    }


def _person(role: SessionRole) -> Content:
    return {
        "id": str(role.public_id),
        "name": role.person.name,
        "role": role.role,
        "role_label": role.get_role_display(),
        "title": role.title,
        "organisation": role.organisation.name if role.organisation else "",
    }


@dataclass(frozen=True)
class Change:
    """Something new, moved, changed or cancelled between two versions."""

    kind: ChangeKind
    what: str
    detail: str = ""

    @property
    def words(self) -> str:
        """« Nouveau », as its mark says it."""
        return self.kind.label.capitalize()

    @property
    def tone(self) -> str:
        """The colour of its mark."""
        return {ChangeKind.NEW: "ok", ChangeKind.MOVED: "wait", ChangeKind.CANCELLED: "bad"}.get(self.kind, "info")


def changes_between(old: Content | None, new: Content) -> list[Change]:
    """What a reader of the old version would find different in the new one, in the order of the programme."""
    before = {each["id"]: each for each in (old or {}).get("sessions", [])}
    now = {each["id"]: each for each in new["sessions"]}
    found = [change for key, each in now.items() if (change := _session_change(before.get(key), each))]
    found += [Change(ChangeKind.CANCELLED, each["title"], slot(each)) for key, each in before.items() if key not in now]
    return found + _partner_changes((old or {}).get("partners", []), new["partners"])


def _session_change(before: Content | None, now: Content) -> Change | None:
    if before is None:
        return Change(ChangeKind.NEW, now["title"], slot(now))
    moment = ("day_offset", "starts", "ends", "room")
    if any(before[key] != now[key] for key in moment):
        return Change(ChangeKind.MOVED, now["title"], f"{slot(before)} → {slot(now)}")
    if before["people"] != now["people"]:
        return Change(ChangeKind.CHANGED, now["title"], "intervenant·e·s")
    if before != now:
        return Change(ChangeKind.CHANGED, now["title"], "texte")
    return None


def _partner_changes(before: list[Content], now: list[Content]) -> list[Change]:
    old = {(each["id"], each["role"]): each for each in before}
    new = {(each["id"], each["role"]): each for each in now}
    found = [Change(ChangeKind.NEW, each["name"], each["role_label"]) for key, each in new.items() if key not in old]
    found += [Change(ChangeKind.CANCELLED, each["name"], each["role_label"]) for key, each in old.items() if key not in new]
    kept = [key for key in new if key in old]
    found += [Change(ChangeKind.CHANGED, new[key]["name"], "logo ou nom") for key in kept if new[key] != old[key]]
    if not found and list(old) != list(new):
        found.append(Change(ChangeKind.CHANGED, "Partenaires", "ordre"))
    return found


def slot(session: Content) -> str:
    """« 11 h 15 – 12 h 45, Salle Loire »."""
    hours = time_range(clock(session["starts"]), clock(session["ends"]))
    return f"{hours}, {session['room_name']}" if session["room_name"] else hours


def clock(text: str) -> time:
    """ "09:30" of a frozen content."""
    return time.fromisoformat(text)


def starts_at(day: Day, session: Content) -> datetime:
    """When a frozen session starts, with the day where it is now."""
    return timezone.make_aware(datetime.combine(day.date_of(session["day_offset"]), clock(session["starts"])))


def ends_at(day: Day, session: Content) -> datetime:
    """When it ends."""
    return timezone.make_aware(datetime.combine(day.date_of(session["day_offset"]), clock(session["ends"])))


def place(day: Day, room: str = "") -> str:
    """« Salle Loire, Hôtel de Région, 9 rue Saint-Pierre-Lentin, Orléans »."""
    return ", ".join(part for part in (room, day.place_name, day.place_address) if part)


def public_address(day: Day, name: str = "day") -> str:
    """The absolute address of a public page of the day."""
    return settings.SITE_URL + reverse(f"events:programme:public_{name}", args=[day.slug])


def programme_ics(day: Day, version: ProgrammeVersion | None) -> bytes:
    """One event a session, with stable ids; the day alone before a first release."""
    if version is None:
        return ics.feed(day.title, [_day_entry(day)])
    return ics.feed(day.title, [_session_entry(day, version, each) for each in version.content["sessions"]])


def _day_entry(day: Day) -> ics.Entry:
    return ics.Entry(
        uid=f"{day.public_id}@{ics.UID_DOMAIN}",
        start=day.starts_at,
        end=day.ends_at,
        summary=day.title,
        location=place(day),
        description=day.headline,
        url=public_address(day),
        sequence=day.sequence,
        stamp=day.updated_at,
    )


def _session_entry(day: Day, version: ProgrammeVersion, session: Content) -> ics.Entry:
    return ics.Entry(
        uid=f"{session['id']}@{ics.UID_DOMAIN}",
        start=starts_at(day, session),
        end=ends_at(day, session),
        summary=session["title"],
        location=place(day, session["room_name"]),
        description=markdown_to_text(session["description"]),
        url=public_address(day),
        # Either may change what the agenda shows: the sum of both only grows.
        sequence=day.sequence + version.number - 1,
        stamp=max(day.updated_at, version.released_at),
    )


def programme_json(day: Day, version: ProgrammeVersion | None, full: frozenset[str]) -> bytes:
    """The programme as data; `docs/programme-json.md` says each key. Ids are stable from version to version."""
    content = version.content if version else {"rooms": [], "partners": [], "sessions": []}
    data = {
        "format": "labo-ess/programme",
        "format_version": 1,
        "version": version.number if version else 0,
        "released_at": version.released_at.isoformat(timespec="seconds") if version else None,
        "day": {
            "id": str(day.public_id),
            "slug": day.slug,
            "title": day.title,
            "headline": day.headline,
            "state": day.state,
            "starts_at": day.starts_at.isoformat(),
            "ends_at": day.ends_at.isoformat(),
            "place": {"name": day.place_name, "address": day.place_address},
            "url": public_address(day),
        },
        "rooms": content["rooms"],
        "partners": [{key: each[key] for key in ("id", "name", "role", "role_label")} for each in content["partners"]],
        "sessions": [_json_session(day, each, full) for each in content["sessions"]],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _json_session(day: Day, session: Content, full: frozenset[str]) -> Content:
    kept = ("id", "kind", "kind_label", "title", "description", "room", "room_name", "bookable", "people")
    return {key: session[key] for key in kept} | {
        "starts_at": starts_at(day, session).isoformat(),
        "ends_at": ends_at(day, session).isoformat(),
        "full": session["id"] in full,
    }

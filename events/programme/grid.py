"""How a programme is drawn: one list in time order, with the classes that make it a grid where there is room.

The strict CSP refuses `style=`: places on the grid are classes of `static/css/timetable.css`, one per five minutes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from events.days.models import Day
from events.programme.enums import LOOKS, RoleState
from events.programme.exports import Content, clock
from events.programme.models import Session
from events.programme.querysets import Clash
from labo_ess.text.dates import time_fr

FIRST, LAST = 8 * 60, 20 * 60
"""Minutes of the day that the style sheet knows."""
MOST_ROOMS = 12
LATEST_OPENING = 11 * 60 + 30
SHORT = 15
"""Minutes under which a session is one line."""
FEW = 3
"""People that a cell of the grid names; of more, all but one."""


@dataclass
class Cell:
    """A session where it is drawn; `source` is the row or the frozen content."""

    source: Any
    key: str
    kind: str
    offset: int
    starts: time
    ends: time
    room: str
    room_name: str
    warnings: list[Clash] = field(default_factory=list)
    column: str = ""
    people: list[Any] = field(default_factory=list)
    short: bool = True

    @property
    def named(self) -> list[Any]:
        """Who is named where the session is drawn; the page of the session has everybody."""
        return self.people if not self.short or len(self.people) <= FEW else self.people[: FEW - 1]

    @property
    def others(self) -> int:
        return len(self.people) - len(self.named)

    @property
    def first(self) -> int:
        return self.starts.hour * 60 + self.starts.minute

    @property
    def last(self) -> int:
        return self.ends.hour * 60 + self.ends.minute

    @property
    def css(self) -> str:
        """Its look and its place."""
        names = ["session", f"session-{LOOKS.get(self.kind, 'pleniere')}", self.column]
        if self.warnings:
            names.append("session-clash")
        if self.last - self.first <= SHORT:
            names.append("session-line")
        if self.first >= FIRST and self.last <= LAST:
            names += [f"from-{_slot(self.first // 5 * 5)}", f"to-{_slot(-(-self.last // 5) * 5)}"]
        return " ".join(name for name in names if name)

    def meets(self, other: "Cell") -> bool:
        return self.first < other.last and other.first < self.last


@dataclass
class Grid:
    """One date of the programme."""

    date: date
    cells: list[Cell]
    rooms: list[tuple[str, str, int | None]] = field(default_factory=list)
    is_list: bool = False

    @property
    def css(self) -> str:
        """Grid where it can be drawn, else a list."""
        if self.is_list:
            return "timetable timetable-list"
        return f"timetable timetable-grid rooms-{len(self.rooms)} starts-{_slot(self._opening())}"

    @property
    def hours(self) -> list[tuple[str, str]]:
        """Class and words of each full hour."""
        if self.is_list:
            return []
        last = max(cell.last for cell in self.cells)
        first = -(-self._opening() // 60)
        return [(f"from-{hour:02}00", time_fr(time(hour))) for hour in range(first, (last - 1) // 60 + 1)]

    def _opening(self) -> int:
        return min(min(cell.first for cell in self.cells) // 30 * 30, LATEST_OPENING)


def _slot(minutes: int) -> str:
    return f"{minutes // 60:02}{minutes % 60:02}"


Room = tuple[str, str, int | None]
"""id, name, places."""


def of_sessions(day: Day, sessions: Iterable[Session], warnings: dict[int, list[Clash]], *, as_list: bool) -> list[Grid]:
    """The programme that staff works on."""
    cells = [
        Cell(
            source=session,
            key=str(session.public_id),
            kind=session.kind,
            offset=session.day_offset,
            starts=session.starts,
            ends=session.ends,
            room=str(session.room.public_id) if session.room else "",
            room_name=session.room.name if session.room else "",
            warnings=warnings.get(session.pk, []),
            people=[role for role in session.roles.all() if role.state != RoleState.DECLINED],  # type: ignore[attr-defined]
        )
        for session in sessions
    ]
    rooms = [(str(room.public_id), room.name, room.capacity) for room in day.rooms.all()]  # type: ignore[attr-defined]
    return _grids(day, cells, rooms, as_list)


def of_content(day: Day, content: Content, *, as_list: bool) -> list[Grid]:
    """The programme that the world reads."""
    cells = [
        Cell(
            source=each,
            key=each["id"],
            kind=each["kind"],
            offset=each["day_offset"],
            starts=clock(each["starts"]),
            ends=clock(each["ends"]),
            room=each["room"],
            room_name=each["room_name"],
            people=each["people"],
        )
        for each in content["sessions"]
    ]
    return _grids(day, cells, [(room["id"], room["name"], None) for room in content["rooms"]], as_list)


def _grids(day: Day, cells: list[Cell], rooms: list[Room], as_list: bool) -> list[Grid]:
    offsets = sorted({cell.offset for cell in cells})
    return [_grid(day.date_of(offset), [cell for cell in cells if cell.offset == offset], rooms, as_list) for offset in offsets]


def _grid(on: date, cells: list[Cell], rooms: list[Room], as_list: bool) -> Grid:
    used = {cell.room for cell in cells}
    kept = [room for room in rooms if room[0] in used]
    columns = {room[0]: f"room-{n}" for n, room in enumerate(kept, start=1)}
    for cell in cells:
        cell.column = columns.get(cell.room, "room-all")
    grid = Grid(on, cells, [(columns[key], name, capacity) for key, name, capacity in kept])
    wide = [cell for cell in cells if cell.column == "room-all"]
    hidden = any(one.meets(other) for one in wide for other in cells if other is not one)
    outside = any(cell.first < FIRST or cell.last > LAST for cell in cells)
    if hidden and len(kept) < MOST_ROOMS and not any(one.meets(other) for one in wide for other in wide if other is not one):
        for cell in wide:
            cell.column = f"room-{len(kept) + 1}"
        grid.rooms.append((f"room-{len(kept) + 1}", "Sans salle", None))
        hidden = False
    for cell in cells:
        cell.short = not as_list
    grid.is_list = as_list or hidden or outside or not grid.rooms or len(grid.rooms) > MOST_ROOMS
    return grid

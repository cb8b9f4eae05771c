"""Dates that a board can follow. Who owns the date registers it here, so that actions need not know journées.

from collectives.actions import anchors

@anchors.source
def of_day(collective: Collective) -> Anchor | None: …
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectives.groups.models import Collective


@dataclass(frozen=True)
class Anchor:
    """The day that a group prepares: its date, its name (« la journée Centre-Val de Loire »), its page."""

    date: date
    label: str
    address: str


Source = Callable[["Collective"], Anchor | None]
_sources: list[Source] = []


def source(find: Source) -> Source:
    """Register who knows the date of a group; usable as a decorator."""
    if find not in _sources:
        _sources.append(find)
    return find


def anchor_of(collective: "Collective") -> Anchor | None:
    """The day that this group prepares, if it prepares one."""
    return next((found for each in _sources if (found := each(collective)) is not None), None)

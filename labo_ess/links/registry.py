"""Which guest view answers which kind of link. Features register from their `guest.py`, found on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from labo_ess.clock.discovery import import_everywhere
from labo_ess.links.models import SecretLink

GuestView = Callable[..., HttpResponse]
"""`view(request, link, verb="")`."""
Finder = Callable[[UUID], SecretLink | None]
Reader = Callable[[SecretLink, bool], Any]


@dataclass(frozen=True)
class Door:
    """A kind of link: its French label and the one view that it opens."""

    kind: str
    label: str
    view: GuestView
    find: Finder | None = None
    read: Reader | None = None

    def opens_something(self, link: SecretLink, acts: bool = False) -> bool:
        """Whether target and holder are still there; a door with its own reading asks for the target once, as its view needs it."""
        if link.holder_type_id is not None and link.holder is None:
            return False
        if self.read is not None:
            link.target = self.read(link, acts)
        return link.target is not None

    def answer(self, request: HttpRequest, link: SecretLink, verb: str) -> HttpResponse:
        """Let the feature answer."""
        return self.view(request, link, verb=verb)


_doors: dict[str, Door] = {}


def opens(kind: str, label: str, find: Finder | None = None, read: Reader | None = None) -> Callable[[GuestView], GuestView]:
    """Register the view of a kind.

    `find` gives, for the command `link KIND ID`, the link of an id that is neither a link, nor a target, nor a holder
    (a registration, for instance). `read(link, acts)` gives the target as the view needs it (with its counts; a form that was sent,
    `acts`, may do without), instead of a plain reading followed by a second one; None when it is gone.
    """

    def register(view: GuestView) -> GuestView:
        _doors[kind] = Door(kind, label, view, find, read)
        return view

    return register


def door(kind: str) -> Door | None:
    """The door of a kind, if a feature has made one."""
    import_everywhere("guest")
    return _doors.get(kind)


def doors() -> dict[str, Any]:
    """Every kind, for lists and checks."""
    import_everywhere("guest")
    return dict(_doors)


def label(kind: str) -> str:
    """The French name of a kind."""
    found = door(kind)
    return found.label if found else kind
